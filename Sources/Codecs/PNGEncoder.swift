import CCodecShims
import Memory
import Pixels

/// Writes a PNG of the shape's own channels and depth, with libpng's default choice of filters.
@safe
final class PNGEncoder: ImageEncoder {
  private let shape: ImageShape
  private let writer: PNGWriter

  init(_ shape: ImageShape, _ settings: PNGSettings, _ metadata: Metadata) throws(ImageError) {
    precondition((0...9).contains(settings.level), "a zlib level is 0 to 9")
    self.shape = shape
    writer = try PNGWriter()
    let icc = metadata.icc(for: shape.format.model)
    let outcome = unsafe withBytes(icc) { icc, iccCount in
      unsafe withBytes(metadata.exif) { exif, exifCount in
        var stored = unsafe tri_png_metadata(metadata)
        unsafe stored.icc = icc
        unsafe stored.icc_count = iccCount
        unsafe stored.exif = exif
        unsafe stored.exif_count = exifCount
        return unsafe tri_png_writer_start(
          writer.pointer, UInt32(shape.width), UInt32(shape.height), CInt(shape.channels),
          CInt(shape.format.depth.rawValue), CInt(settings.level), &stored)
      }
    }
    try settle(outcome)
  }

  func write(_ row: MutableRow) throws(ImageError) {
    precondition(row.byteCount == shape.rowBytes, "row of another length")
    // Safe: libpng reads one row, whose length was just checked.
    try settle(unsafe tri_png_writer_write_row(writer.pointer, row.base))
  }

  func finish() throws(ImageError) -> ByteBlock {
    var bytes: UnsafeMutableRawPointer?
    var count = 0
    var capacity = 0
    try settle(unsafe tri_png_writer_finish(writer.pointer, &bytes, &count, &capacity))
    return try unsafe ByteBlock(written: bytes, count: count, capacity: capacity)
  }

  private func settle(_ outcome: tri_outcome) throws(ImageError) {
    if outcome != .ok {
      throw unsafe encodeError("PNG", outcome, tri_png_writer_report(writer.pointer))
    }
  }
}

/// Owns libpng's encoder.
@safe
private struct PNGWriter: ~Copyable {
  let pointer: OpaquePointer

  init() throws(ImageError) {
    guard let opened = unsafe tri_png_writer_open() else {
      throw ImageError(.outOfMemory, "libpng could not start; try fewer workers")
    }
    unsafe pointer = opened
  }

  deinit { unsafe tri_png_writer_close(pointer) }
}

extension tri_png_metadata {
  /// All but the blocks, which are lent for the length of the call.
  fileprivate init(_ metadata: Metadata) {
    unsafe self.init()
    if let intent = metadata.srgbIntent {
      unsafe has_srgb = 1
      unsafe srgb_intent = intent
    }
    if let value = metadata.gamma {
      unsafe has_gamma = 1
      unsafe gamma = value
    }
    if let xy = metadata.chromaticities, xy.count == 8 {
      unsafe has_chromaticities = 1
      unsafe chromaticities = (xy[0], xy[1], xy[2], xy[3], xy[4], xy[5], xy[6], xy[7])
    }
    unsafe pixels_per_metre_x = metadata.pixelsPerMetreX
    unsafe pixels_per_metre_y = metadata.pixelsPerMetreY
  }
}
