import CCodecShims
import Memory
import Pixels

/// Writes a JPEG: gray stays gray, everything else becomes RGB of 8 bits.
@safe
final class JPEGEncoder: ImageEncoder {
  /// libjpeg's limit, pixels on a side.
  static let maxSide = 65_500
  /// What fits into one marker segment, and into 255 of them.
  private static let maxEXIF = 65_527
  private static let maxICC = 255 * 65_519

  /// Of the rows that are written.
  private let shape: ImageShape
  private let planes: JPEGPlanes?
  private let writer: JPEGWriter
  private let flattening: Flattening?
  private let flat: ScratchRow?

  /// - Parameter planes: what rows hold instead of pixels of `shape`, if anything.
  init(
    _ shape: ImageShape, _ settings: JPEGSettings, _ metadata: Metadata, _ checkpoint: Checkpoint,
    _ planes: JPEGPlanes? = nil
  ) throws(ImageError) {
    precondition((1...100).contains(settings.quality), "a JPEG quality is 1 to 100")
    try Self.checkLimits(shape, metadata)
    self.shape = planes?.rows ?? shape
    self.planes = planes
    let isDirect = shape.format == .gray8 || shape.format == .rgb8
    let flattening = isDirect ? nil : Flattening(shape.format, settings)
    self.flattening = flattening
    let model = flattening?.model ?? shape.format.model
    flat =
      isDirect ? nil : try ScratchRow(width: shape.width, format: PixelFormat(model, .eight))
    writer = try JPEGWriter(checkpoint)
    let outcome = unsafe withBytes(metadata.icc(for: model)) { icc, iccCount in
      unsafe withBytes(metadata.exif) { exif, exifCount in
        var stored = unsafe tri_jpeg_settings(settings, metadata)
        unsafe stored.width = UInt32(shape.width)
        unsafe stored.height = UInt32(shape.height)
        unsafe stored.components = CInt(model.channels)
        unsafe stored.takes_planes = planes == nil ? 0 : 1
        unsafe stored.icc = icc
        unsafe stored.icc_count = iccCount
        unsafe stored.exif = exif
        unsafe stored.exif_count = exifCount
        return unsafe tri_jpeg_writer_start(writer.pointer, &stored)
      }
    }
    try settle(outcome)
  }

  private static func checkLimits(
    _ shape: ImageShape, _ metadata: Metadata
  ) throws(ImageError) {
    if max(shape.width, shape.height) > maxSide {
      throw ImageError(
        .encode,
        "JPEG holds at most \(maxSide) pixels on a side, and the picture is \(shape.width) × "
          + "\(shape.height); write PNG or resize it")
    }
    if let exif = metadata.exif, exif.count > maxEXIF {
      throw ImageError(
        .encode,
        "EXIF of \(exif.count) bytes does not fit the \(maxEXIF) that JPEG has for it; "
          + "try --metadata icc")
    }
    if let icc = metadata.icc, icc.count > maxICC {
      throw ImageError(
        .encode,
        "an ICC profile of \(icc.count) bytes does not fit the \(maxICC) that JPEG has for it; "
          + "try --metadata none")
    }
  }

  func write(_ row: MutableRow) throws(ImageError) {
    precondition(row.byteCount == shape.rowBytes, "row of another length")
    if let flattening, let flat {
      flattening.apply(row, into: flat.row, width: shape.width)
      try writeFlat(flat.row)
    } else {
      try writeFlat(row)
    }
  }

  @inline(__always)
  private func writeFlat(_ row: MutableRow) throws(ImageError) {
    // Safe: libjpeg reads one row, of the length that it was opened for.
    guard let planes else {
      return try settle(unsafe tri_jpeg_writer_write_row(writer.pointer, row.base))
    }
    try settle(
      unsafe planes.layout(row.base).with {
        unsafe tri_jpeg_writer_write_planes(writer.pointer, $0)
      })
  }

  func finish() throws(ImageError) -> ByteBlock {
    var bytes: UnsafeMutableRawPointer?
    var count = 0
    var capacity = 0
    try settle(unsafe tri_jpeg_writer_finish(writer.pointer, &bytes, &count, &capacity))
    return try unsafe ByteBlock(written: bytes, count: count, capacity: capacity)
  }

  private func settle(_ outcome: tri_outcome) throws(ImageError) {
    if outcome == .stopped { throw writer.refusal ?? .interrupted }
    if outcome != .ok {
      throw unsafe encodeError("JPEG", outcome, tri_jpeg_writer_report(writer.pointer))
    }
  }
}

/// Owns libjpeg's encoder.
@safe
private struct JPEGWriter: ~Copyable {
  let pointer: OpaquePointer
  private let bridge: CheckpointBridge

  init(_ checkpoint: Checkpoint) throws(ImageError) {
    let bridge = CheckpointBridge(checkpoint)
    self.bridge = bridge
    // Safe: the bridge, kept here, lives as long as the writer.
    let opened = unsafe tri_jpeg_writer_open(CheckpointBridge.poll, bridge.context)
    guard let opened = unsafe opened else {
      throw ImageError(.outOfMemory, "libjpeg could not start; try fewer workers")
    }
    unsafe pointer = opened
  }

  deinit { unsafe tri_jpeg_writer_close(pointer) }

  /// Why work was stopped; nil while it was not.
  var refusal: ImageError? { bridge.refusal }
}

extension tri_jpeg_settings {
  /// All but the size and the blocks.
  fileprivate init(_ settings: JPEGSettings, _ metadata: Metadata) {
    unsafe self.init()
    unsafe quality = CInt(settings.quality)
    unsafe progressive = settings.progressive ? 1 : 0
    let (horizontal, vertical) = settings.subsampling.lumaFactors
    unsafe luma_h = CInt(horizontal)
    unsafe luma_v = CInt(vertical)
    let density = JFIFDensity(metadata.pixelsPerMetreX, metadata.pixelsPerMetreY)
    unsafe density_unit = density?.unit ?? 0
    unsafe density_x = density?.x ?? 0
    unsafe density_y = density?.y ?? 0
  }
}

extension Subsampling {
  /// How often luma is sampled, across and down, for one sample of chroma.
  var lumaFactors: (horizontal: Int, vertical: Int) {
    switch self {
    case .s444: (1, 1)
    case .s440: (1, 2)
    case .s422: (2, 1)
    case .s420: (2, 2)
    case .s411: (4, 1)
    }
  }
}
