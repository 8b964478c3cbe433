/// How many bits a sample has. 16-bit samples are stored in the machine's byte order.
package enum SampleDepth: UInt8, Sendable, Hashable {
  case eight = 8
  case sixteen = 16

  package var bytes: Int { Int(rawValue) / 8 }
  /// The largest sample: 255 or 65,535.
  package var maximum: Int { self == .eight ? 255 : 65_535 }
}

/// Which channels a pixel has, interleaved in this order. Alpha, where there is one, comes last.
package enum ColorModel: UInt8, Sendable, Hashable, CaseIterable {
  case gray = 1
  case grayAlpha = 2
  case rgb = 3
  case rgba = 4

  package var channels: Int { Int(rawValue) }
  package var hasAlpha: Bool { self == .grayAlpha || self == .rgba }
  /// Channels without alpha: 1 or 3.
  package var colorChannels: Int { hasAlpha ? channels - 1 : channels }
  package var isGray: Bool { self == .gray || self == .grayAlpha }
}

/// Channels and depth of a pixel; with a width it fixes what a row of bytes means.
package struct PixelFormat: Sendable, Hashable {
  package var model: ColorModel
  package var depth: SampleDepth

  package init(_ model: ColorModel, _ depth: SampleDepth) {
    self.model = model
    self.depth = depth
  }

  package var channels: Int { model.channels }
  package var bytesPerPixel: Int { channels * depth.bytes }

  package static let gray8 = PixelFormat(.gray, .eight)
  package static let rgb8 = PixelFormat(.rgb, .eight)
  package static let rgba8 = PixelFormat(.rgba, .eight)
  package static let gray16 = PixelFormat(.gray, .sixteen)
  package static let rgb16 = PixelFormat(.rgb, .sixteen)
  package static let rgba16 = PixelFormat(.rgba, .sixteen)
}

/// Width, height and format: everything about an image but its samples.
package struct ImageShape: Sendable, Hashable {
  /// Pixels, at least 1.
  package var width: Int
  package var height: Int
  package var format: PixelFormat

  package init(width: Int, height: Int, format: PixelFormat) {
    precondition(width > 0 && height > 0, "an image has at least one pixel")
    self.width = width
    self.height = height
    self.format = format
  }

  package var channels: Int { format.channels }
  /// Samples in a row: width × channels.
  package var rowSamples: Int { width * format.channels }
  /// Bytes in a row, without padding.
  package var rowBytes: Int { width * format.bytesPerPixel }
  /// Bytes in the whole image, without padding.
  package var byteCount: Int { rowBytes * height }
  package var pixelCount: Int { width * height }

  package func with(format: PixelFormat) -> ImageShape {
    ImageShape(width: width, height: height, format: format)
  }
}
