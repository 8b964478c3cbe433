import CCodecShims
import Memory
import Pixels

/// Owns libpng's decoder and the file it reads.
@safe
struct PNGReader: ~Copyable {
  let pointer: OpaquePointer
  private let bytes: ByteBlock
  private let bridge: CheckpointBridge

  /// - Parameter headerOnly: whether texts and profile are passed over, so that reading takes next
  ///   to no memory.
  init(
    _ bytes: ByteBlock, headerOnly: Bool = false, _ checkpoint: Checkpoint
  ) throws(ImageError) {
    self.bytes = bytes
    let bridge = CheckpointBridge(checkpoint)
    self.bridge = bridge
    // Safe: the block and the bridge, kept here, never move, and nobody writes to a block being
    // read.
    let opened = unsafe bytes.withBytes { file in
      unsafe tri_png_reader_open(
        file.baseAddress, file.count, headerOnly ? 1 : 0, CheckpointBridge.poll, bridge.context)
    }
    guard let opened = unsafe opened else {
      throw ImageError(.outOfMemory, "libpng could not start; try fewer workers")
    }
    unsafe pointer = opened
  }

  deinit { unsafe tri_png_reader_close(pointer) }

  func verdicts(_ policy: DamagePolicy) -> Verdicts {
    unsafe Verdicts("libpng", policy, tri_png_reader_report(pointer), bridge)
  }

  func readHeader() -> tri_outcome { unsafe tri_png_reader_read_header(pointer) }

  /// What the chunks read so far say, nil when not even the size is known.
  func header(orientation: Orientation) -> ImageHeader? {
    let stored = unsafe tri_png_reader_header(pointer)
    guard stored.width > 0, stored.height > 0 else { return nil }
    let color = PNGColor(type: stored.color_type, hasTransparency: stored.has_transparency != 0)
    let shape = ImageShape(
      width: Int(stored.width), height: Int(stored.height),
      format: PixelFormat(color.model, stored.stored_depth == 16 ? .sixteen : .eight))
    let isInterlaced = stored.is_interlaced != 0
    return ImageHeader(
      format: .png, shape: shape, storedDepth: Int(stored.stored_depth), storedColor: color.name,
      isProgressive: isInterlaced, subsampling: nil, orientation: orientation,
      decoderBytes: Self.workingBytes(shape, isInterlaced: isInterlaced)
        + 2 * Int(stored.held_row_data) + 2 * Int(stored.bytes_read)
        + 2 * Int(stored.unfolded_bytes))
  }

  /// Without metadata and rows that are decompressed at once: zlib's window and state, libpng's
  /// structures, two rows with filter padding; with interlace the whole picture.
  private static func workingBytes(_ shape: ImageShape, isInterlaced: Bool) -> Int {
    let rows = 3 * (shape.rowBytes + 64)
    return 128 * 1024 + rows + (isInterlaced ? (shape.rowBytes + 64) * shape.height : 0)
  }

  /// What the chunks before the pixels say, and EXIF wherever it stands.
  func metadata() -> Metadata {
    let stored = unsafe tri_png_reader_metadata(pointer)
    var metadata = Metadata()
    // Safe: libpng keeps both blocks as long as the reader lives.
    if let icc = unsafe stored.icc {
      metadata.icc = unsafe [UInt8](UnsafeBufferPointer(start: icc, count: stored.icc_count))
    }
    if let exif = unsafe stored.exif {
      metadata.exif = unsafe [UInt8](UnsafeBufferPointer(start: exif, count: stored.exif_count))
    } else {
      metadata.exif = bytes.withSpan { PNGChunk.lateEXIF(in: $0) }
    }
    if unsafe stored.has_srgb != 0 { metadata.srgbIntent = unsafe stored.srgb_intent }
    if unsafe stored.has_gamma != 0 { metadata.gamma = unsafe stored.gamma }
    if unsafe stored.has_chromaticities != 0 {
      let xy = unsafe stored.chromaticities
      metadata.chromaticities = [xy.0, xy.1, xy.2, xy.3, xy.4, xy.5, xy.6, xy.7]
    }
    metadata.pixelsPerMetreX = unsafe stored.pixels_per_metre_x
    metadata.pixelsPerMetreY = unsafe stored.pixels_per_metre_y
    return metadata
  }
}

/// A PNG colour type and what it decodes to.
private struct PNGColor {
  let model: ColorModel
  let name: String

  init(type: UInt8, hasTransparency: Bool) {
    switch type {
    case 0: (model, name) = (hasTransparency ? .grayAlpha : .gray, "gray")
    case 2: (model, name) = (hasTransparency ? .rgba : .rgb, "RGB")
    case 3: (model, name) = (hasTransparency ? .rgba : .rgb, "palette")
    case 4: (model, name) = (.grayAlpha, "gray+alpha")
    default: (model, name) = (.rgba, "RGBA")
    }
  }
}
