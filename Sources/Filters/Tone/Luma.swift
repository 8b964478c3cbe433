import KernelTable
import Pixels
import Vectors

/// Which weights make luma of red, green and blue.
package enum LumaStandard: String, Sendable, CaseIterable {
  case rec709
  case rec601
}

/// Luma of gamma-encoded red, green and blue, in 16-bit fixed point.
///
/// The weights add up to exactly 65,536, so greys keep their value, and the sum for 16-bit
/// samples just fits 32 bits.
struct Luma {
  private let weights: LumaWeights

  init(_ standard: LumaStandard) {
    switch standard {
    // 0.2126, 0.7152, 0.0722
    case .rec709: weights = LumaWeights(red: 13_933, green: 46_871, blue: 4_732)
    // 0.299, 0.587, 0.114
    case .rec601: weights = LumaWeights(red: 19_595, green: 38_470, blue: 7_471)
    }
  }

  /// Rounded to nearest. Rounding the weights moves luma by less than 0.002 level at 8 bits, less
  /// than 0.4 level at 16.
  @inline(__always)
  func of<S: Sample>(_ r: S, _ g: S, _ b: S) -> S {
    let sum =
      UInt32(r) &* weights.red &+ UInt32(g) &* weights.green &+ UInt32(b) &* weights.blue
    return S(truncatingIfNeeded: (sum &+ 32_768) &>> 16)
  }

  /// Writes luma of some pixels of a row of colour into a row of gray, from the sample `start` on.
  func write(
    _ pixels: Range<Int>, of color: MutableRow, _ format: PixelFormat, to gray: MutableRow,
    at start: Int
  ) {
    let bytes = format.depth.bytes
    precondition(pixels.upperBound * format.bytesPerPixel <= color.byteCount, "beyond the row")
    precondition((start + pixels.count) * bytes <= gray.byteCount, "beyond the gray row")
    let loops = Vectors.chosen.kernels.luma
    // Safe: just looked at. Pixels and the start count from the rows' first ones.
    let from = unsafe color.base + pixels.lowerBound * format.bytesPerPixel
    let to = unsafe gray.base + start * bytes
    switch format.depth {
    case .eight:
      unsafe loops.luma(
        from.assumingMemoryBound(to: UInt8.self), channels: format.channels, weights,
        to.assumingMemoryBound(to: UInt8.self), pixels.count)
    case .sixteen:
      unsafe loops.luma(
        from.assumingMemoryBound(to: UInt16.self), channels: format.channels, weights,
        to.assumingMemoryBound(to: UInt16.self), pixels.count)
    }
  }
}
