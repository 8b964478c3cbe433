import Codecs
import Filters
import Memory
import Pixels

/// Everything about one job that its header decides: at which scale to decode, which chain to run,
/// how large the output is and how much memory the work takes. Made before any pixel is decoded.
struct DevelopmentPlan {
  let header: ImageHeader
  let orientation: Orientation
  /// JPEG decoder scale in eighths; 8 for everything else.
  let eighths: Int
  /// What the decoder yields instead of pixels where nobody wants those.
  let planes: JPEGPlanes?
  /// Whether the output shows anything but the input as it was stored.
  let changesPixels: Bool
  /// What the decoder yields at that scale.
  let decoded: ImageShape
  /// What the filters are planned for.
  let upright: ImageShape
  let filters: FilterPlan
  private let chain: FilterChain
  let settings: EncodeSettings
  /// The finished picture's shape. Its rows are those that `filters` yield, unless there are
  /// planes.
  let output: ImageShape
  /// Bytes that the job holds while it runs, besides the input: decoder, filters, bands and the
  /// growing output.
  let workingBytes: Int

  /// - Parameter needsPixels: whether somebody looks at pixels besides the filters.
  init(
    _ input: ByteBlock, _ recipe: Recipe, needsPixels: Bool, _ checkpoint: Checkpoint = .never
  ) throws(ImageError) {
    let header = try inspectHeader(of: input, maxPixels: recipe.decode.maxPixels, checkpoint)
    let orientation = recipe.autoOrient ? header.orientation : .upright
    let full = Reorient.shape(header.shape, orientation)
    let (eighths, chain) =
      header.format == .jpeg
      ? recipe.chain.reduced(for: full, orientation: orientation) : (8, recipe.chain)
    let decoded = ImageShape(
      width: (header.shape.width * eighths + 7) / 8,
      height: (header.shape.height * eighths + 7) / 8,
      format: header.shape.format)
    let upright = Reorient.shape(decoded, orientation)
    let filters = try chain.plan(for: upright)
    // What a later filter cuts down is as dear to make as an output.
    let largest = filters.largest
    guard largest.pixelCount <= recipe.decode.maxPixels else {
      let what = largest == filters.output ? "the output" : "a filter's result"
      throw ImageError(
        .tooLarge,
        "\(what) would have \(largest.width) × \(largest.height) pixels, more than "
          + "--max-pixels \(recipe.decode.maxPixels) allows")
    }
    let settings = recipe.settings(for: header.format)
    let isChanged = !filters.isIdentity || orientation != .upright || chain.convertsToSRGB
    let planes = needsPixels || isChanged ? nil : JPEGPlanes(header, settings)

    self.header = header
    self.orientation = orientation
    self.eighths = eighths
    self.planes = planes
    changesPixels = isChanged || eighths < 8
    self.decoded = planes?.rows ?? decoded
    self.filters = planes.map { .identity($0.rows) } ?? filters
    self.chain = chain
    self.upright = planes?.rows ?? upright
    self.settings = settings
    output = filters.output
    // The decoder's own memory shrinks with the square of the scale, its coefficients do not.
    let bands = Band.byteCount(for: self.upright) + Band.byteCount(for: self.filters.output)
    let turned = Reorient.workingBytes(self.decoded, orientation)
    let encoded =
      settings.workingBytes(output) + DevelopmentPlan.encodedBytes(of: output, settings)
    workingBytes = header.decoderBytes + bands + turned + filters.workingBytes + encoded
  }

  /// The filters for a picture with such a colour profile, which only the decoder knows.
  func filters(for profile: [UInt8]?) throws(ImageError) -> FilterPlan {
    chain.convertsToSRGB ? try chain.converting(from: profile).plan(for: upright) : filters
  }

  /// A guess at an output's size that photographs rarely exceed: PNG half of the samples, JPEG a
  /// sixth.
  private static func encodedBytes(of shape: ImageShape, _ settings: EncodeSettings) -> Int {
    switch settings {
    case .png: shape.byteCount / 2 + 4096
    case .jpeg: shape.byteCount / 6 + 4096
    }
  }
}
