import CLCMS
import Pixels

/// From a profile's colours to sRGB's, by Little CMS.
@safe
final class ColorConversion {
  private let handle: UnsafeMutableRawPointer
  private let model: ColorModel
  private let profile: [UInt8]
  private let intent: StandardRGB.Intent

  /// What the library takes for a conversion, by a generous guess: tables of 33³ entries.
  static let bytes = 2 << 20

  /// - Throws: where the profile cannot be read.
  init(
    from profile: [UInt8], _ format: PixelFormat, _ intent: StandardRGB.Intent
  ) throws(ImageError) {
    model = format.model
    self.profile = profile
    self.intent = intent
    unsafe handle = try Self.transform(profile, format, intent)
  }

  deinit { unsafe cmsDeleteTransform(handle) }

  /// Whether the profile's colour space, at bytes 16 to 19, is the picture's (ICC.1, 7.2.6).
  static func fits(_ profile: [UInt8], _ model: ColorModel) -> Bool {
    profile.count >= 128
      && profile[16..<20].elementsEqual((model.isGray ? "GRAY" : "RGB ").utf8)
  }

  func apply(to row: MutableRow, _ pixels: Range<Int>, of format: PixelFormat) {
    // Safe: the row has all pixels of the range; the library may write where it reads.
    let start = unsafe row.base + pixels.lowerBound * format.bytesPerPixel
    unsafe cmsDoTransform(handle, start, start, UInt32(pixels.count))
  }

  /// Whether no colour moves by more than a level of 255, of nine in each direction.
  func isIdentity() throws(ImageError) -> Bool {
    let format = PixelFormat(model.isGray ? .gray : .rgb, .sixteen)
    let exact = try unsafe Self.transform(profile, format, intent)
    defer { unsafe cmsDeleteTransform(exact) }
    var grid: [UInt16] = []
    for i in 0..<(model.isGray ? 9 : 729) {
      let steps = model.isGray ? [i] : [i / 81, i / 9 % 9, i % 9]
      grid += steps.map { UInt16($0 * 65_535 / 8) }
    }
    var moved = grid
    unsafe cmsDoTransform(exact, grid, &moved, UInt32(model.isGray ? 9 : 729))
    return zip(grid, moved).allSatisfy { abs(Int($0) - Int($1)) <= 257 }
  }

  @unsafe
  private static func transform(
    _ bytes: [UInt8], _ format: PixelFormat, _ intent: StandardRGB.Intent
  ) throws(ImageError) -> UnsafeMutableRawPointer {
    guard let from = unsafe cmsOpenProfileFromMem(bytes, UInt32(bytes.count)) else {
      throw unusable
    }
    defer { unsafe cmsCloseProfile(from) }
    guard let to = unsafe format.model.isGray ? grayProfile() : cmsCreate_sRGBProfile() else {
      throw .outOfMemory(bytes: Self.bytes)
    }
    defer { unsafe cmsCloseProfile(to) }
    let layout = layout(format)
    var flags = UInt32(cmsFLAGS_COPY_ALPHA)
    if intent == .relative { flags |= UInt32(cmsFLAGS_BLACKPOINTCOMPENSATION) }
    // At 16 bits the library would interpolate between 33 levels of each channel; curves and a
    // matrix are worked out, which it does in single precision.
    if format.depth == .sixteen, unsafe cmsIsMatrixShaper(from) != 0 {
      flags |= UInt32(cmsFLAGS_NOOPTIMIZE)
    }
    guard
      let transform = unsafe cmsCreateTransform(from, layout, to, layout, intent.number, flags)
    else { throw unusable }
    return unsafe transform
  }

  private static let unusable = ImageError(
    .filter, subject: "srgb",
    "the picture's colour profile cannot be used; leave srgb out to keep the colours as they are")

  /// Gray with sRGB's curve (ICC.1, parametric curve of type 3).
  @unsafe
  private static func grayProfile() -> cmsHPROFILE? {
    let parameters = [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045]
    let curve = unsafe cmsBuildParametricToneCurve(nil, 4, parameters)
    defer { unsafe cmsFreeToneCurve(curve) }
    return unsafe cmsCreateGrayProfile(cmsD50_xyY(), curve)
  }

  private static func layout(_ format: PixelFormat) -> UInt32 {
    switch (format.model, format.depth) {
    case (.gray, .eight): tri_lcms_gray8
    case (.gray, .sixteen): tri_lcms_gray16
    case (.grayAlpha, .eight): tri_lcms_gray_alpha8
    case (.grayAlpha, .sixteen): tri_lcms_gray_alpha16
    case (.rgb, .eight): tri_lcms_rgb8
    case (.rgb, .sixteen): tri_lcms_rgb16
    case (.rgba, .eight): tri_lcms_rgba8
    case (.rgba, .sixteen): tri_lcms_rgba16
    }
  }
}
