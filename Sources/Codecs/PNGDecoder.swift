import CCodecShims
import Memory
import Pixels

/// A PNG, decoded row by row. When the first one is wanted, a small picture is decompressed, and an
/// interlaced one is decoded whole.
@safe
final class PNGDecoder: ImageDecoder {
  let header: ImageHeader
  let metadata: Metadata
  private let reader: PNGReader
  private let verdicts: Verdicts
  private let checkpoint: Checkpoint
  private let isAnimated: Bool
  private var isStarted = false
  private var deinterlaced: StoredImage?

  var shape: ImageShape { header.shape }

  init(
    _ bytes: ByteBlock, _ options: DecodeOptions, _ checkpoint: Checkpoint
  ) throws(ImageError) {
    reader = try PNGReader(bytes, checkpoint)
    verdicts = reader.verdicts(options.damage)
    let outcome = reader.readHeader()
    if let size = reader.header(orientation: .upright)?.shape {
      try checkSize(size.width, size.height, options.maxPixels)
    }
    try verdicts.settle(outcome)
    metadata = reader.metadata()
    guard let header = reader.header(orientation: metadata.orientation) else {
      throw ImageError(.corrupt, "the PNG has no header chunk")
    }
    self.header = header
    self.checkpoint = checkpoint
    isAnimated = bytes.withSpan { PNGChunk.announcesOtherFrames(in: $0) }
  }

  func read(into row: MutableRow) throws(ImageError) {
    try checkpoint.poll()
    if !isStarted {
      isStarted = true
      try verdicts.settle(unsafe tri_png_reader_start(reader.pointer))
      if header.isProgressive { deinterlaced = try deinterlace() }
    }
    if let deinterlaced {
      try deinterlaced.read(into: row)
    } else {
      try readNext(row)
    }
  }

  @inline(__always)
  private func readNext(_ row: MutableRow) throws(ImageError) {
    precondition(row.byteCount == shape.rowBytes, "row of another length")
    // Safe: libpng writes one row, whose length was just checked.
    try verdicts.settle(unsafe tri_png_reader_read_row(reader.pointer, row.base))
  }

  /// Adam7: each of seven passes fills in pixels of all rows.
  private func deinterlace() throws(ImageError) -> StoredImage {
    let pixels = try PixelBuffer(shape)
    for _ in 0..<7 {
      for y in 0..<shape.height {
        try readNext(pixels[row: y])
        try checkpoint.poll()
      }
    }
    return StoredImage(pixels)
  }

  func finish() throws(ImageError) -> [String] {
    var liesInPixels: UInt8 = 0
    let outcome = unsafe tri_png_reader_finish(reader.pointer, &liesInPixels)
    guard let failure = verdicts.failure(outcome) else {
      try verdicts.settle(.ok)
      return verdicts.warnings + remarks
    }
    // All rows are there: what ends the file badly is a warning, unless IDAT itself is wrong.
    if liesInPixels != 0 || failure.code != .corrupt { throw failure }
    if verdicts.policy == .strict {
      throw ImageError(.warned, "libpng warns: \(verdicts.errorText); --strict refuses that")
    }
    try verdicts.settle(.ok)
    return verdicts.warnings + [verdicts.errorText] + remarks
  }

  /// Of files with which nothing is wrong: never a reason to refuse one.
  private var remarks: [String] {
    isAnimated ? ["it is animated, and only its default image was taken"] : []
  }
}
