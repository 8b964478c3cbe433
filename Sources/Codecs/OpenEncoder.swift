import CCodecShims
import Memory
import Pixels

/// Opens a file for encoding rows of `shape`.
///
/// The same rows, settings and metadata give the same bytes. An ICC profile made for another
/// colour model than the file's, and metadata that PNG's rules forbid, are left out.
///
/// - Parameters:
///   - planes: what rows hold instead of pixels of `shape`; of a JPEG with such settings.
///   - checkpoint: polled where writing a row, or the end, takes a whole picture's work.
/// - Throws: `encode` where the format cannot hold the picture or its metadata.
package func openEncoder(
  for shape: ImageShape, _ settings: EncodeSettings, _ metadata: Metadata,
  planes: JPEGPlanes? = nil, _ checkpoint: Checkpoint = .never
) throws(ImageError) -> any ImageEncoder {
  switch settings {
  case .png(let settings): try PNGEncoder(shape, settings, metadata)
  case .jpeg(let settings): try JPEGEncoder(shape, settings, metadata, checkpoint, planes)
  }
}

/// The error that a writer's outcome stands for.
@unsafe
func encodeError(
  _ format: String, _ outcome: tri_outcome, _ report: OpaquePointer
) -> ImageError {
  let text = unsafe String(cString: tri_report_error(report))
  return outcome == .noMemory
    ? ImageError(.outOfMemory, "\(format) encoder: \(text); try fewer workers")
    : ImageError(.encode, "\(format) encoder: \(text)")
}

/// Lends an optional block to C: no pointer and no bytes where there is none.
func withBytes<Result>(
  _ bytes: [UInt8]?, _ body: (UnsafePointer<UInt8>?, Int) -> Result
) -> Result {
  guard let bytes, !bytes.isEmpty else { return body(nil, 0) }
  return unsafe bytes.withUnsafeBufferPointer { unsafe body($0.baseAddress, $0.count) }
}

extension ByteBlock {
  /// Takes over what a writer handed out.
  @unsafe
  convenience init(
    written bytes: UnsafeMutableRawPointer?, count: Int, capacity: Int
  ) throws(ImageError) {
    guard let bytes = unsafe bytes else {
      throw ImageError(.encode, "the encoder gave no bytes")
    }
    unsafe self.init(adoptingHeap: bytes, count: count, capacity: capacity)
  }
}

extension Metadata {
  /// The ICC profile where its colour space, at bytes 16 to 19, is that of the file.
  func icc(for model: ColorModel) -> [UInt8]? {
    guard let icc, icc.count >= 20 else { return nil }
    let space = model.isGray ? "GRAY" : "RGB "
    return icc[16..<20].elementsEqual(space.utf8) ? icc : nil
  }
}
