import Codecs
import Memory
import Pixels

/// A picture decoded to its end, for tests.
struct DecodedPicture {
  let header: ImageHeader
  let metadata: Metadata
  let shape: ImageShape
  let pixels: StoredImage
  let warnings: [String]

  init(
    _ bytes: [UInt8], _ options: DecodeOptions = DecodeOptions(),
    _ checkpoint: Checkpoint = .never
  ) throws(ImageError) {
    guard let block = ByteBlock(bytes) else { throw .outOfMemory(bytes: bytes.count) }
    let decoder = try openDecoder(block, options, checkpoint)
    pixels = try StoredImage(collecting: decoder, .never)
    warnings = try decoder.finish()
    header = decoder.header
    metadata = decoder.metadata
    shape = decoder.shape
  }

  /// The samples, row after row without padding, as bytes in the machine's order.
  var samples: [UInt8] { (0..<shape.height).flatMap(rowBytes) }

  func rowBytes(_ y: Int) -> [UInt8] {
    pixels.pixels.withRow(y, as: UInt8.self) { row in row.indices.map { row[$0] } }
  }

  /// The hash of 8-bit RGB or RGBA rows after orientation was applied, 16 bits cut to the high
  /// eight.
  func hash8(alpha: Bool) -> String {
    let all = samples
    let (width, height) = (shape.width, shape.height)
    let (outWidth, outHeight) = header.orientation.swapsAxes ? (height, width) : (width, height)
    let bytesPerSample = shape.format.depth.bytes
    var hash = SHA256()
    for y in 0..<outHeight {
      var row: [UInt8] = []
      row.reserveCapacity(outWidth * 4)
      for x in 0..<outWidth {
        let (fromX, fromY) = source(x, y)
        let pixel = (fromY * width + fromX) * shape.format.bytesPerPixel
        for channel in 0..<(alpha ? 4 : 3) {
          guard let from = sampleIndex(channel) else {
            row.append(255)
            continue
          }
          // Little-endian: the high byte comes last.
          row.append(all[pixel + from * bytesPerSample + bytesPerSample - 1])
        }
      }
      hash.update(row)
    }
    return hash.finish()
  }

  /// The hash of big-endian 16-bit RGB or RGBA rows as stored.
  func hash16() -> String {
    var hash = SHA256()
    for y in 0..<shape.height {
      let bytes = rowBytes(y)
      var row: [UInt8] = []
      for x in 0..<shape.width {
        for channel in 0..<(shape.format.model.hasAlpha ? 4 : 3) {
          guard let from = sampleIndex(channel) else { continue }
          let at = x * shape.format.bytesPerPixel + 2 * from
          row += [bytes[at + 1], bytes[at]]
        }
      }
      hash.update(row)
    }
    return hash.finish()
  }

  /// Where channel 0 to 3 of RGBA stands in a pixel; nil for alpha that is not there.
  private func sampleIndex(_ channel: Int) -> Int? {
    let model = shape.format.model
    if channel == 3 { return model.hasAlpha ? model.channels - 1 : nil }
    return model.isGray ? 0 : channel
  }

  /// The stored pixel that is seen at (x, y) once the picture is upright.
  private func source(_ x: Int, _ y: Int) -> (Int, Int) {
    let (right, bottom) = (shape.width - 1, shape.height - 1)
    return switch header.orientation {
    case .upright: (x, y)
    case .mirrored: (right - x, y)
    case .rotated180: (right - x, bottom - y)
    case .flipped: (x, bottom - y)
    case .transposed: (y, x)
    case .rotate90: (y, bottom - x)
    case .transversed: (right - y, bottom - x)
    case .rotate270: (right - y, x)
    }
  }
}
