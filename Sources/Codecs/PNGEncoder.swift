import CCodecShims
import Memory
import Pixels

/// Writes a PNG of the shape's own channels and depth. libpng writes the chunks; what stands in
/// IDAT is filtered here and compressed by libdeflate, in pieces of whole rows.
@safe
final class PNGEncoder: ImageEncoder {
  private let shape: ImageShape
  private let writer: PNGWriter
  private let filtering: PNGFiltering
  private let pieces: PNGPieces

  init(
    _ shape: ImageShape, _ settings: PNGSettings, _ metadata: Metadata, _ work: any PieceWork
  ) throws(ImageError) {
    precondition((0...9).contains(settings.level), "a PNG level is 0 to 9")
    self.shape = shape
    let writer = try PNGWriter()
    self.writer = writer
    // Stored bytes do not shrink by filtering.
    filtering = try PNGFiltering(shape, settings.level == 0 ? [.none] : PNGFilter.allCases)
    pieces = unsafe PNGPieces(shape, level: settings.level, work) { data throws(ImageError) in
      // Safe: libpng copies the bytes.
      try writer.settle(
        unsafe tri_png_writer_write_data(writer.pointer, data.baseAddress, data.count))
    }
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
          CInt(shape.format.depth.rawValue), &stored)
      }
    }
    try writer.settle(outcome)
  }

  /// Bytes that an encoder holds besides what it has written.
  static func workingBytes(_ shape: ImageShape, _ settings: PNGSettings) -> Int {
    PNGFiltering.workingBytes(shape) + PNGPieces.workingBytes(shape, level: settings.level)
  }

  func write(_ row: MutableRow) throws(ImageError) {
    precondition(row.byteCount == shape.rowBytes, "row of another length")
    try pieces.append(filtering.filter(row))
  }

  func finish() throws(ImageError) -> ByteBlock {
    var bytes: UnsafeMutableRawPointer?
    var count = 0
    var capacity = 0
    try writer.settle(unsafe tri_png_writer_finish(writer.pointer, &bytes, &count, &capacity))
    return try unsafe ByteBlock(written: bytes, count: count, capacity: capacity)
  }
}

/// Owns libpng's writer.
@safe
private final class PNGWriter {
  let pointer: OpaquePointer

  init() throws(ImageError) {
    guard let opened = unsafe tri_png_writer_open() else {
      throw ImageError(.outOfMemory, "libpng could not start; try fewer workers")
    }
    unsafe pointer = opened
  }

  deinit { unsafe tri_png_writer_close(pointer) }

  func settle(_ outcome: tri_outcome) throws(ImageError) {
    if outcome != .ok {
      throw unsafe encodeError("PNG", outcome, tri_png_writer_report(pointer))
    }
  }
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
