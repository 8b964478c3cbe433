import CCodecShims
import Pixels

/// The pieces of a PNG's stream that are being gathered or compressed: in each place one at a time.
///
/// Filtered rows are gathered in one place while pieces in others are compressed, by whoever does
/// that. What comes out is taken in the order of the pieces, so the stream does not depend on who
/// was when done.
@safe
final class PNGPieces {
  private let shape: ImageShape
  private let level: Int
  private let work: any PieceWork
  private let breadth: Int
  private let write: (UnsafeBufferPointer<UInt8>) throws(ImageError) -> Void
  private var places: [PNGPiecePlace] = []
  private var rows = 0
  /// Pieces that were begun, and that were written.
  private var begun = 0
  private var written = 0
  private var checksum: UInt32 = 1

  /// - Parameter write: takes the parts of the stream, from the first to the last.
  init(
    _ shape: ImageShape, level: Int, _ work: any PieceWork,
    write: @escaping (UnsafeBufferPointer<UInt8>) throws(ImageError) -> Void
  ) {
    self.shape = shape
    self.level = level
    self.work = work
    unsafe self.write = write
    breadth = min(work.breadth, PNGPiece.count(for: shape))
  }

  /// Bytes of each place.
  static func workingBytes(_ shape: ImageShape, level: Int) -> Int {
    let piece = PNGPiece.capacity(for: shape)
    return piece + PNGDeflater.workingBytes(level: level, longest: piece)
  }

  func append(_ filtered: PNGFiltering.Choice) throws(ImageError) {
    let place = begun % breadth
    if place == places.count { places.append(try PNGPiecePlace(shape, level: level)) }
    places[place].piece.append(filtered)
    rows += 1
    let isLast = rows == shape.height
    if isLast || places[place].piece.isFull { try begin(places[place], isLast: isLast) }
    if isLast { while written < begun { try finishOldest() } }
  }

  private func begin(_ place: PNGPiecePlace, isLast: Bool) throws(ImageError) {
    checksum = unsafe PNGDeflater.checksum(checksum, place.piece.bytes)
    let part = tri_piece_place(
      is_first: begun == 0 ? 1 : 0, is_last: isLast ? 1 : 0, checksum: checksum)
    work.begin(in: begun % breadth) { place.compress(part) }
    begun += 1
    if begun - written == breadth { try finishOldest() }
  }

  private func finishOldest() throws(ImageError) {
    try work.finish(in: written % breadth)
    // Safe: the bytes stay until the place's next piece is compressed.
    try unsafe write(places[written % breadth].result.get())
    places[written % breadth].piece.clear()
    written += 1
  }
}

/// Where one piece at a time is gathered and compressed.
@safe
private final class PNGPiecePlace {
  let piece: PNGPiece
  private let deflater: PNGDeflater
  private(set) var result = unsafe Result<UnsafeBufferPointer<UInt8>, ImageError>.success(
    UnsafeBufferPointer(start: nil, count: 0))

  init(_ shape: ImageShape, level: Int) throws(ImageError) {
    piece = try PNGPiece(for: shape)
    deflater = try PNGDeflater(level: level, longest: piece.capacity)
  }

  func compress(_ place: tri_piece_place) {
    do throws(ImageError) {
      unsafe result = .success(try unsafe deflater.compress(piece.bytes, place))
    } catch {
      unsafe result = .failure(error)
    }
  }
}
