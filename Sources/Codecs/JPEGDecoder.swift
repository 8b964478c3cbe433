import CCodecShims
import Memory
import Pixels

/// A JPEG, decoded row by row with libjpeg's default settings; one of several scans decodes them
/// all when its first row is wanted.
///
/// CMYK becomes RGB as R = C × K / 255 and so on: in practice all CMYK JPEGs hold inverted inks,
/// as Adobe writes them.
@safe
final class JPEGDecoder: ImageDecoder {
  let header: ImageHeader
  let metadata: Metadata
  let shape: ImageShape
  private let reader: JPEGReader
  private let verdicts: Verdicts
  private let checkpoint: Checkpoint
  private var isStarted = false
  /// Reads planes where those are wanted instead of pixels.
  private let planes: JPEGPlaneReader?
  /// A row of four inks per pixel, for CMYK only.
  private let inks: ScratchRow?

  init(
    _ bytes: ByteBlock, _ options: DecodeOptions, _ checkpoint: Checkpoint
  ) throws(ImageError) {
    precondition((1...8).contains(options.jpegEighths), "a JPEG is scaled to 1 to 8 eighths")
    reader = try JPEGReader(bytes, checkpoint)
    verdicts = reader.verdicts(options.damage)
    let outcome = reader.readHeader()
    if let size = reader.storedHeader() {
      try checkSize(Int(size.width), Int(size.height), options.maxPixels)
    }
    try verdicts.settle(outcome)
    guard let color = reader.storedHeader()?.color, color != .unknown else {
      throw ImageError(.unsupported, "a JPEG whose number of components has no known colour")
    }
    try verdicts.settle(
      unsafe tri_jpeg_reader_scale(reader.pointer, UInt32(options.jpegEighths)))
    guard let stored = reader.storedHeader() else {
      throw ImageError(.corrupt, "the JPEG has no frame header")
    }
    let isCMYK = color == .cmyk || color == .ycck
    var metadata = Metadata(density: stored)
    metadata.exif = reader.exif()
    // A profile for inks does not fit the RGB made of them.
    metadata.icc = isCMYK ? nil : try reader.icc(verdicts)
    self.metadata = metadata
    header = ImageHeader(stored, orientation: metadata.orientation)
    if let wanted = options.planes {
      precondition(
        header.isYCbCr && header.subsampling == wanted.source && options.jpegEighths == 8,
        "a picture without such planes")
      unsafe tri_jpeg_reader_want_planes(reader.pointer)
      planes = try unsafe JPEGPlaneReader(wanted, reader.pointer)
      shape = wanted.rows
    } else {
      planes = nil
      shape = ImageShape(
        width: Int(stored.output_width), height: Int(stored.output_height),
        format: header.shape.format)
    }
    inks = isCMYK ? try ScratchRow(width: shape.width, format: .rgba8) : nil
    self.checkpoint = checkpoint
  }

  func read(into row: MutableRow) throws(ImageError) {
    precondition(row.byteCount == shape.rowBytes, "row of another length")
    try checkpoint.poll()
    if !isStarted { try start() }
    if let inks {
      try readNext(inks.row)
      mixInks(inks.row, into: row)
    } else {
      try readNext(row)
    }
  }

  @inline(__always)
  private func readNext(_ row: MutableRow) throws(ImageError) {
    // Safe: libjpeg writes one row of `shape`, or of as many pixels of four inks.
    let outcome =
      if let planes {
        planes.readRow(into: row)
      } else {
        unsafe tri_jpeg_reader_read_row(reader.pointer, row.base)
      }
    try verdicts.settle(outcome)
  }

  private func start() throws(ImageError) {
    isStarted = true
    try verdicts.settle(unsafe tri_jpeg_reader_start(reader.pointer))
  }

  /// R = C × K / 255, rounded: the fraction is never a half, so that 127 rounds exactly.
  private func mixInks(_ inks: MutableRow, into row: MutableRow) {
    let width = shape.width
    inks.with(UInt8.self) { cmyk in
      row.with(UInt8.self) { rgb in
        for x in 0..<width {
          let black = UInt32(cmyk[4 * x + 3])
          for channel in 0..<3 {
            let ink = UInt32(cmyk[4 * x + channel])
            rgb[3 * x + channel] = UInt8(truncatingIfNeeded: (ink * black + 127) / 255)
          }
        }
      }
    }
  }

  func finish() throws(ImageError) -> [String] {
    let outcome = unsafe tri_jpeg_reader_finish(reader.pointer)
    guard let failure = verdicts.failure(outcome) else {
      try verdicts.settle(.ok)
      return verdicts.warnings
    }
    // All rows are there: what ends the file badly is a warning, unless they are damaged too and
    // nothing vouches for them.
    let isOfTheFile = failure.code == .corrupt || failure.code == .unsupported
    if !isOfTheFile || verdicts.damage != nil { throw failure }
    if verdicts.policy == .strict {
      throw ImageError(.warned, "libjpeg warns: \(verdicts.errorText); --strict refuses that")
    }
    try verdicts.settle(.ok)
    return verdicts.warnings + [verdicts.errorText]
  }
}

extension Metadata {
  /// Only the pixel density, from the JFIF header.
  fileprivate init(density stored: tri_jpeg_header) {
    self.init()
    pixelsPerMetreX = JFIFDensity.perMetre(stored.density_x, unit: stored.density_unit)
    pixelsPerMetreY = JFIFDensity.perMetre(stored.density_y, unit: stored.density_unit)
  }
}
