import Pixels

extension MutableRow {
  /// The brightness of each pixel as a level from 0 to 255: luma (Rec. 709) of the gamma-encoded
  /// samples; of 16-bit samples the upper byte. Alpha is passed over.
  ///
  /// - Parameter levels: at least as many as the row has pixels; the first ones are written.
  package func lumaLevels(of format: PixelFormat, into levels: inout [UInt8]) {
    switch format.depth {
    case .eight: fill(UInt8.self, format.model, &levels, shift: 0)
    case .sixteen: fill(UInt16.self, format.model, &levels, shift: 8)
    }
  }

  @inline(__always)
  private func fill<S: Sample>(
    _ type: S.Type, _ model: ColorModel, _ levels: inout [UInt8], shift: S
  ) {
    let luma = Luma(.rec709)
    let (channels, isGray) = (model.channels, model.isGray)
    with(type) { samples in
      for x in 0..<samples.count / channels {
        let at = x &* channels
        let level =
          isGray ? samples[at] : luma.of(samples[at], samples[at &+ 1], samples[at &+ 2])
        levels[x] = UInt8(truncatingIfNeeded: level &>> shift)
      }
    }
  }
}
