import CCodecShims
import Pixels

/// Reads a JPEG's planes, with chroma made smaller where the output has less of it.
@safe
final class JPEGPlaneReader {
  private let planes: JPEGPlanes
  private let reader: OpaquePointer
  /// Cb and Cr, where they become smaller.
  private let chroma: (blue: ChromaPlane, red: ChromaPlane)?
  /// Rows of the source's MCUs read so far.
  private var read = 0

  /// - Parameter reader: a reader of which planes were asked for. It must outlive this object.
  @unsafe
  init(_ planes: JPEGPlanes, _ reader: OpaquePointer) throws(ImageError) {
    self.planes = planes
    unsafe self.reader = unsafe reader
    let isSame = planes.source == planes.target
    chroma = isSame ? nil : (try ChromaPlane(planes), try ChromaPlane(planes))
  }

  /// Reads the next row of the target's MCUs.
  func readRow(into row: MutableRow) -> tri_outcome {
    // Safe: the row is one of `planes.rows`, and outlives this call.
    let target = unsafe planes.layout(row.base)
    guard let chroma else {
      return unsafe target.with { unsafe tri_jpeg_reader_read_planes(reader, $0) }
    }
    let firstRow = 8 * read
    for part in 0..<planes.chromaReduction.down where read < planes.mcus(planes.source).down {
      // Safe: for each of its parts the target has 8 rows of luma times the source's factor.
      let height = 8 * planes.source.lumaFactors.vertical
      let source = unsafe PlaneRows(
        luma: target.luma + part * height * target.lumaStride, lumaStride: target.lumaStride,
        blue: chroma.blue.row(8 * part), red: chroma.red.row(8 * part),
        chromaStride: chroma.blue.stride)
      let outcome = unsafe source.with { unsafe tri_jpeg_reader_read_planes(reader, $0) }
      if outcome != .ok { return outcome }
      read += 1
    }
    // Safe: the target has 8 rows of each.
    unsafe chroma.blue.reduce(to: target.blue, stride: target.chromaStride, from: firstRow)
    unsafe chroma.red.reduce(to: target.red, stride: target.chromaStride, from: firstRow)
    return .ok
  }
}
