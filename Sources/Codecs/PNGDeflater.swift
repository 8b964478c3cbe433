import CCodecShims
import Pixels

/// Compresses pieces of a PNG's filtered rows into parts of one zlib stream.
@safe
final class PNGDeflater {
  private let stream: OpaquePointer

  /// - Parameter longest: bytes that a piece may have.
  init(level: Int, longest: Int) throws(ImageError) {
    let opened = unsafe tri_deflater_open(CInt(Self.libdeflateLevel(level)), longest)
    guard let opened = unsafe opened else {
      throw ImageError(.outOfMemory, "libdeflate could not start; try fewer workers")
    }
    unsafe stream = opened
  }

  deinit { unsafe tri_deflater_close(stream) }

  /// libdeflate's levels go to 12, and mean less work than zlib's of the same number. On
  /// photographs these are as small as zlib's, to a thousandth, or smaller, where that was
  /// measured: 1, 3, 6, 9.
  static func libdeflateLevel(_ level: Int) -> Int {
    [0, 1, 2, 3, 3, 4, 5, 7, 9, 12][level]
  }

  /// Bytes of the compressor's tables, of its output and of what it takes to join pieces.
  static func workingBytes(level: Int, longest: Int) -> Int {
    let tables = libdeflateLevel(level) < 10 ? 1 << 20 : 10 << 20
    return tables + longest + longest / 64 + 128 * 1024
  }

  /// The checksum of all pieces up to this one, from that of those before it: 1 before the first.
  static func checksum(_ before: UInt32, _ piece: UnsafeRawBufferPointer) -> UInt32 {
    unsafe tri_deflater_checksum(before, piece.baseAddress, piece.count)
  }

  /// The piece's part of the stream, valid until the next call.
  @unsafe
  func compress(
    _ piece: UnsafeRawBufferPointer, _ place: tri_piece_place
  ) throws(ImageError) -> UnsafeBufferPointer<UInt8> {
    var bytes: UnsafePointer<UInt8>?
    var count = 0
    let outcome = unsafe tri_deflater_compress(
      stream, piece.baseAddress, piece.count, place, &bytes, &count)
    switch outcome {
    case .ok: return unsafe UnsafeBufferPointer(start: bytes, count: count)
    case .noMemory:
      throw ImageError(.outOfMemory, "PNG encoder: out of memory; try fewer workers")
    default:
      throw ImageError(.encode, "PNG encoder: libdeflate made a stream that zlib cannot read")
    }
  }
}
