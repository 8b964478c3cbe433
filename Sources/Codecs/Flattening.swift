import Pixels

/// Makes JPEG's rows, 8-bit gray or RGB without alpha, of any others.
///
/// Alpha mixes in the background at the row's own depth, v = (c × a + b × (max − a)) / max, then
/// 16 bits become 8 as v × 255 / 65,535; each step rounds to nearest. Gray over a background that
/// is not gray becomes RGB.
struct Flattening {
  let model: ColorModel
  private let source: PixelFormat
  /// 8-bit background, one value per channel of `model`.
  private let background: [UInt32]

  init(_ source: PixelFormat, _ settings: JPEGSettings) {
    let (red, green, blue) = settings.background
    let isGrayBackground = red == green && green == blue
    let staysGray = source.model.isGray && (!source.model.hasAlpha || isGrayBackground)
    self.source = source
    model = staysGray ? .gray : .rgb
    background = (staysGray ? [red] : [red, green, blue]).map(UInt32.init)
  }

  func apply(_ row: MutableRow, into flat: MutableRow, width: Int) {
    switch source.depth {
    case .eight: apply(row, UInt8.self, into: flat, width: width)
    case .sixteen: apply(row, UInt16.self, into: flat, width: width)
    }
  }

  @inline(__always)
  private func apply<S: Sample>(
    _ row: MutableRow, _ type: S.Type, into flat: MutableRow, width: Int
  ) {
    let maximum = UInt32(S.max)
    let channels = source.channels
    let alphaChannel = source.model.hasAlpha ? channels - 1 : nil
    let isGray = source.model.isGray
    row.with(S.self) { samples in
      flat.with(UInt8.self) { result in
        for x in 0..<width {
          let pixel = x * channels
          let alpha = alphaChannel.map { UInt32(samples[pixel + $0]) } ?? maximum
          for channel in 0..<background.count {
            let color = UInt32(samples[pixel + (isGray ? 0 : channel)])
            let behind = background[channel] * (maximum / 255)
            // At most 65,535² + 32,767, which fits.
            let mixed = (color * alpha + behind * (maximum - alpha) + maximum / 2) / maximum
            let level = (mixed * 255 + maximum / 2) / maximum
            result[x * background.count + channel] = UInt8(truncatingIfNeeded: level)
          }
        }
      }
    }
  }
}
