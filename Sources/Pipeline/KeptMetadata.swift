import Codecs
import Pixels

extension Metadata {
  /// What of this goes into an output.
  ///
  /// - Parameters:
  ///   - reoriented: orientation was applied to the pixels, so EXIF must say "upright".
  ///   - changed: the output's shape, where its pixels are not the input's: EXIF must give its size
  ///     and show nothing that is gone.
  ///   - model: the output's; a profile for another kind of colour is left out, since it would be
  ///     wrong (a colour profile on a picture made gray).
  func kept(
    by policy: Recipe.MetadataPolicy, reoriented: Bool, changed: ImageShape?, model: ColorModel
  ) -> Metadata {
    guard policy != .none else { return Metadata() }
    var kept = policy == .keep && reoriented ? resettingOrientation() : self
    if policy == .keep, let changed {
      kept = kept.describingChanged(width: changed.width, height: changed.height)
    }
    if policy == .icc {
      kept.exif = nil
      kept.pixelsPerMetreX = 0
      kept.pixelsPerMetreY = 0
    }
    if let icc = kept.icc, !Metadata.profile(icc, fits: model) { kept.icc = nil }
    return kept
  }

  /// Says that the pixels are sRGB, now that they were converted.
  mutating func declareSRGB() {
    icc = nil
    gamma = nil
    chromaticities = nil
    srgbIntent = 1
  }

  /// Bytes 16 to 19 of an ICC profile name its colour space (ICC.1, 7.2.6).
  private static func profile(_ icc: [UInt8], fits model: ColorModel) -> Bool {
    guard icc.count >= 20 else { return false }
    let space = String(decoding: icc[16..<20], as: UTF8.self)
    return space == (model.isGray ? "GRAY" : "RGB ")
  }
}
