import CCodecShims
import Memory
import Pixels

/// Reads a file's header only, from all of the file or its first bytes.
///
/// Where the bytes end before the pixels begin, what was read until then counts, and orientation
/// and transparency may be missing.
///
/// - Throws: `unknownFormat`, `tooLarge`, or `corrupt` when not even the size can be read.
package func inspectHeader(
  of bytes: ByteBlock, maxPixels: Int = DecodeOptions.standardMaxPixels,
  _ checkpoint: Checkpoint = .never
) throws(ImageError) -> ImageHeader {
  let header: ImageHeader
  switch try ImageFileFormat(of: bytes) {
  case .png:
    header = try inspectPNG(bytes, maxPixels, checkpoint)
  case .jpeg:
    let reader = try JPEGReader(bytes, checkpoint)
    let outcome = reader.readHeader()
    guard let stored = reader.storedHeader() else {
      try reader.verdicts(.accept).settle(outcome)
      throw ImageError(.corrupt, "the JPEG has no frame header")
    }
    var metadata = Metadata()
    metadata.exif = reader.exif()
    header = ImageHeader(stored, orientation: metadata.orientation)
  }
  try checkSize(header.shape.width, header.shape.height, maxPixels)
  return header
}

/// Memory is not reserved for this, so texts and profile are not unfolded but counted.
private func inspectPNG(
  _ bytes: ByteBlock, _ maxPixels: Int, _ checkpoint: Checkpoint
) throws(ImageError) -> ImageHeader {
  let reader = try PNGReader(bytes, headerOnly: true, checkpoint)
  let outcome = reader.readHeader()
  let orientation = outcome == .ok ? reader.metadata().orientation : .upright
  guard var header = reader.header(orientation: orientation) else {
    try reader.verdicts(.accept).settle(outcome)
    throw ImageError(.corrupt, "the PNG has no header chunk")
  }
  try checkSize(header.shape.width, header.shape.height, maxPixels)
  // Each is held twice for a moment: by libpng while it unfolds, or by whoever keeps it.
  header.decoderBytes += 2 * (try PNGUnfolding(of: bytes, checkpoint).bytes)
  return header
}

/// Opens a file for decoding, having read everything that stands before its pixels.
///
/// - Parameter checkpoint: polled for every row, and where one row takes a whole picture's work.
/// - Throws: `unknownFormat`, `unsupported`, `corrupt`, `tooLarge`, and `warned` under the strict
///   policy.
package func openDecoder(
  _ bytes: ByteBlock, _ options: DecodeOptions, _ checkpoint: Checkpoint
) throws(ImageError) -> any ImageDecoder {
  switch try ImageFileFormat(of: bytes) {
  case .png: try PNGDecoder(bytes, options, checkpoint)
  case .jpeg: try JPEGDecoder(bytes, options, checkpoint)
  }
}
