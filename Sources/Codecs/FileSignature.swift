import Memory
import Pixels

extension ImageFileFormat {
  /// Recognises a file by its first bytes.
  ///
  /// - Throws: `unknownFormat`, naming what the file looks like instead.
  package init(of bytes: ByteBlock) throws(ImageError) {
    let head = bytes.withSpan { span in
      (0..<min(span.byteCount, 64)).map {
        unsafe span.unsafeLoad(fromByteOffset: $0, as: UInt8.self)
      }
    }
    if head.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      self = .png
    } else if head.starts(with: [0xFF, 0xD8]) {
      self = .jpeg
    } else {
      throw ImageError(.unknownFormat, "neither PNG nor JPEG: \(lookalike(head))")
    }
  }
}

/// Words for a file that is no PNG or JPEG.
private func lookalike(_ head: [UInt8]) -> String {
  if head.isEmpty { return "the file is empty" }
  if head.starts(with: [0xFF, 0x0A]) { return "it looks like JPEG XL" }
  if head.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
    return "a PNG signature damaged in transfer, as by a text-mode copy"
  }
  let known: [(offset: Int, text: String, name: String)] = [
    (0, "GIF8", "GIF"), (8, "WEBP", "WebP"), (0, "BM", "BMP"), (0, "II*\0", "TIFF"),
    (0, "MM\0*", "TIFF"), (4, "ftypavif", "AVIF"), (4, "ftypheic", "HEIC"),
    (4, "ftypmif1", "HEIF"), (4, "JXL ", "JPEG XL"), (4, "jP  ", "JPEG 2000"),
    (0, "8BPS", "Photoshop"), (0, "%PDF", "PDF"), (0, "qoif", "QOI"), (1, "MNG", "MNG"),
    (1, "JNG", "JNG"), (0, "PK", "a ZIP archive"), (0, "\u{1F}", "a compressed file"),
  ]
  for (offset, text, name) in known where head.dropFirst(offset).starts(with: text.utf8) {
    return "it looks like \(name)"
  }
  let text = head.drop { [0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) }
  if text.first == UInt8(ascii: "<") { return "it looks like markup (SVG, HTML or XML)" }
  if head.allSatisfy({ $0 == 0 }) { return "it starts with zeros only" }
  return "its first bytes are of no known image format"
}

/// Refuses a picture of more than `maxPixels` pixels.
func checkSize(_ width: Int, _ height: Int, _ maxPixels: Int) throws(ImageError) {
  let (pixels, overflow) = width.multipliedReportingOverflow(by: height)
  if overflow || pixels > maxPixels {
    throw ImageError(
      .tooLarge,
      "\(width) × \(height) pixels are more than the \(maxPixels) allowed; raise --max-pixels "
        + "if the file is trusted")
  }
}
