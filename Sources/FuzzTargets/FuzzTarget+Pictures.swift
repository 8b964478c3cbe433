import Codecs
import Filters
import Memory
import Pixels
import Tool

extension FuzzTarget {
  /// Small enough that no input is slow for its size alone. A JPEG may want its whole size in each
  /// of hundreds of scans, for which it need not have any data.
  static func maxPixels(of picture: [UInt8]) -> Int {
    picture.first == 0xFF ? 1 << 12 : 1 << 14
  }

  func decode(_ bytes: [UInt8]) {
    guard let block = ByteBlock(bytes) else { return }
    let maxPixels = Self.maxPixels(of: bytes)
    _ = try? inspectHeader(of: block, maxPixels: maxPixels)
    // One input in three takes each way through damage; an eighth of the size is a way of its own.
    let policy: DamagePolicy =
      switch bytes.count % 3 {
      case 0: .strict
      case 1: .standard
      default: .accept
      }
    let options = DecodeOptions(
      damage: policy, maxPixels: maxPixels, jpegEighths: bytes.count % 7 == 0 ? 1 : 8)
    do {
      let decoder = try openDecoder(block, options, .never)
      let shape = decoder.shape
      let image = try StoredImage(collecting: decoder, .never)
      precondition(image.shape == shape, "a decoder yields what it announced")
      _ = try decoder.finish()
      _ = decoder.metadata.resettingOrientation()
    } catch {
      precondition(!error.description.isEmpty, "a refusal has a reason")
    }
  }

  func readMetadata(_ bytes: [UInt8]) {
    var metadata = Metadata()
    metadata.exif = bytes
    let upright = metadata.resettingOrientation()
    precondition(upright.orientation == .upright, "orientation that was reset is upright")
    precondition(upright.exif?.count == bytes.count, "resetting changes no length")
    let changed = metadata.describingChanged(width: 70_000, height: 3)
    precondition(changed.exif.map { $0.count <= bytes.count } == true, "nothing is added")
    _ = ColorProfile.name(bytes)
    for intent in StandardRGB.Intent.allCases {
      for format in [PixelFormat(.gray, .eight), PixelFormat(.rgba, .sixteen)] {
        convert(from: bytes, intent, format)
      }
    }
  }

  /// Some colours, the darkest and the brightest among them, by a profile that may be damaged.
  private func convert(
    from profile: [UInt8], _ intent: StandardRGB.Intent, _ format: PixelFormat
  ) {
    let shape = ImageShape(width: 6, height: 1, format: format)
    guard let pixels = try? PixelBuffer(shape) else { return }
    pixels[row: 0].with(UInt8.self) { row in
      for index in row.indices { row[index] = UInt8(index * 255 / (row.count - 1)) }
    }
    guard let plan = try? StandardRGB(intent, from: profile).plan(for: shape),
      let source = try? plan.start(StoredImage(pixels), .never)
    else { return }
    _ = try? StoredImage(collecting: source, .never)
  }
}
