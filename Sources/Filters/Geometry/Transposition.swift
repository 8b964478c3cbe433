/// The loops that make columns of pixels rows.
///
/// They take addresses because a pixel of 1, 2, 3, 4, 6 or 8 bytes is moved whole, and because
/// walking columns leaves the row that a span would cover. Callers vouch for the bounds.
enum Transposition {
  /// A rectangle of pixels to transpose, in pixels, with its steps in bytes.
  struct Tile {
    /// Columns and rows of the output.
    var width: Int
    var height: Int
    var pixelBytes: Int
    /// From one pixel of an input row to that of the next output row, and from one input row to
    /// that of the next output column; negative where that axis is reversed.
    var inputX: Int
    var inputY: Int
    /// From one output row to the next.
    var outputY: Int
    /// Whether a pixel follows each of the input's, and may be written over behind each of the
    /// output's, from the left to the right.
    var goesOn: Bool
  }

  /// Writes the input's columns as the output's rows.
  @unsafe
  static func transpose(
    _ input: UnsafeMutableRawPointer, _ output: UnsafeMutableRawPointer, _ tile: Tile
  ) {
    switch tile.pixelBytes {
    case 1: unsafe transpose(input, output, tile, UInt8.self)
    case 2: unsafe transpose(input, output, tile, UInt16.self)
    case 3 where tile.goesOn: unsafe transpose(input, output, tile, UInt32.self)
    case 3: unsafe transpose(input, output, tile, Three<UInt8>.self)
    case 4: unsafe transpose(input, output, tile, UInt32.self)
    case 6 where tile.goesOn: unsafe transpose(input, output, tile, UInt64.self)
    case 6: unsafe transpose(input, output, tile, Three<UInt16>.self)
    default: unsafe transpose(input, output, tile, UInt64.self)
    }
  }

  /// Three samples without padding: a pixel of an image without alpha.
  private struct Three<S: BitwiseCopyable>: BitwiseCopyable {
    var a: S
    var b: S
    var c: S
  }

  @inline(__always)
  private static func transpose<Pixel: BitwiseCopyable>(
    _ input: UnsafeMutableRawPointer, _ output: UnsafeMutableRawPointer, _ tile: Tile,
    _ type: Pixel.Type
  ) {
    for y in 0..<tile.height {
      var from = unsafe input + y * tile.inputX
      var to = unsafe output + y * tile.outputY
      for _ in 0..<tile.width {
        unsafe to.storeBytes(of: from.loadUnaligned(as: Pixel.self), as: Pixel.self)
        unsafe from += tile.inputY
        unsafe to += tile.pixelBytes
      }
    }
  }
}
