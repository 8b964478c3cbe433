import CCodecShims
import Memory
import Pixels

#if canImport(Glibc)
  import Glibc
#endif

/// Owns libjpeg's decoder and the file it reads.
@safe
struct JPEGReader: ~Copyable {
  let pointer: OpaquePointer
  private let bytes: ByteBlock
  private let bridge: CheckpointBridge

  init(_ bytes: ByteBlock, _ checkpoint: Checkpoint) throws(ImageError) {
    self.bytes = bytes
    let bridge = CheckpointBridge(checkpoint)
    self.bridge = bridge
    // Safe: the block and the bridge, kept here, never move, and nobody writes to a block being
    // read.
    let opened = unsafe bytes.withBytes { file in
      unsafe tri_jpeg_reader_open(
        file.baseAddress, file.count, CheckpointBridge.poll, bridge.context)
    }
    guard let opened = unsafe opened else {
      throw ImageError(.outOfMemory, "libjpeg could not start; try fewer workers")
    }
    unsafe pointer = opened
  }

  deinit { unsafe tri_jpeg_reader_close(pointer) }

  func verdicts(_ policy: DamagePolicy) -> Verdicts {
    unsafe Verdicts("libjpeg", policy, tri_jpeg_reader_report(pointer), bridge)
  }

  func readHeader() -> tri_outcome { unsafe tri_jpeg_reader_read_header(pointer) }

  /// What the markers read so far say, nil when no frame header was among them.
  func storedHeader() -> tri_jpeg_header? {
    let stored = unsafe tri_jpeg_reader_header(pointer)
    return stored.width > 0 && stored.height > 0 && stored.components > 0 ? stored : nil
  }

  /// The first EXIF block, without its prefix.
  func exif() -> [UInt8]? {
    var count = 0
    guard let start = unsafe tri_jpeg_reader_exif(pointer, &count) else { return nil }
    // Safe: libjpeg keeps the marker as long as the reader lives.
    return unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
  }

  func icc(_ verdicts: Verdicts) throws(ImageError) -> [UInt8]? {
    var start: UnsafeMutablePointer<UInt8>?
    var count: UInt32 = 0
    try verdicts.settle(unsafe tri_jpeg_reader_icc(pointer, &start, &count))
    guard let start = unsafe start else { return nil }
    defer { unsafe free(start) }
    // Safe: the call handed over `count` bytes, freed above.
    return unsafe [UInt8](UnsafeBufferPointer(start: start, count: Int(count)))
  }
}

extension ImageHeader {
  init(_ stored: tri_jpeg_header, orientation: Orientation) {
    let isGray = stored.components == 1
    // Several scans mean that all coefficients wait until the last has come. Otherwise libjpeg
    // holds a few rows of MCUs: as samples, as context for upsampling, and as colour.
    let rows = 5 * Int(stored.mcu_row_bytes) + 4 * Int(stored.width)
    // Metadata is held as markers, joined, and as our copy.
    let metadata = 3 * Int(stored.marker_bytes)
    let coefficients = stored.has_multiple_scans != 0 ? Int(stored.coefficient_bytes) : 0
    self.init(
      format: .jpeg,
      shape: ImageShape(
        width: Int(stored.width), height: Int(stored.height), format: isGray ? .gray8 : .rgb8),
      storedDepth: Int(stored.precision), storedColor: stored.color.name,
      isProgressive: stored.is_progressive != 0, subsampling: Subsampling(stored),
      orientation: orientation, decoderBytes: 64 * 1024 + metadata + rows + coefficients)
  }
}

extension Subsampling {
  /// Nil for anything that the five usual names do not describe.
  fileprivate init?(_ stored: tri_jpeg_header) {
    guard stored.components >= 3, stored.chroma_h == 1, stored.chroma_v == 1 else { return nil }
    switch (stored.luma_h, stored.luma_v) {
    case (1, 1): self = .s444
    case (1, 2): self = .s440
    case (2, 1): self = .s422
    case (2, 2): self = .s420
    case (4, 1): self = .s411
    default: return nil
    }
  }
}

extension tri_jpeg_color {
  var name: String {
    switch self {
    case .gray: "gray"
    case .rgb: "RGB"
    case .yCbCr: "YCbCr"
    case .cmyk: "CMYK"
    case .ycck: "YCCK"
    case .unknown: "unknown"
    }
  }
}
