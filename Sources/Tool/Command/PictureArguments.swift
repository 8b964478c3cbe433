import ArgumentParser
import Codecs
import Pipeline

extension Recipe.Format: Choice {
  /// `jpg` is as good as `jpeg`.
  public init?(argument: String) {
    self.init(rawValue: argument == "jpg" ? Recipe.Format.jpeg.rawValue : argument)
  }
}
extension Recipe.MetadataPolicy: Choice {}
extension Subsampling: Choice {}

/// What is done to each picture.
struct PictureArguments: ParsableArguments {
  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "Filters in order, as in \"resize=800x800,unsharp=sigma=1:amount=0.8\".",
      discussion: "'triptych filters' lists them. Of several, each goes on where the last ends.",
      valueName: "chain"))
  var filters: [String] = []

  /// All filters, as one chain; nil where none were asked for.
  var chain: String? { filters.isEmpty ? nil : filters.joined(separator: ",") }

  @Option(help: ArgumentHelp("Output format.", valueName: "format"))
  var format = Recipe.Format.same

  @Option(
    help: ArgumentHelp("JPEG quality, 1 to 100 (default: 90).", valueName: "n"),
    transform: { try wholeNumber($0, in: 1...100) })
  var quality: Int?

  @Option(
    help: ArgumentHelp(
      "JPEG chroma subsampling (default: 420).", valueName: "s"))
  var subsampling: Subsampling?

  @Flag(help: "Write progressive JPEGs.")
  var progressive = false

  @Option(
    help: ArgumentHelp(
      "PNG compression, 0 (fast) to 9 (small) (default: 6).", valueName: "n"),
    transform: { try wholeNumber($0, in: 0...9) })
  var pngLevel: Int?

  @Option(
    help: ArgumentHelp(
      "Colour behind transparent pixels in JPEGs (default: ffffff).", valueName: "rrggbb"),
    transform: { try HexColor.parse($0) })
  var background: HexColor?

  @Option(
    help: ArgumentHelp(
      "What outputs keep: profile, EXIF (without its thumbnail, once pixels are changed) and "
        + "resolution, the profile only, or nothing.",
      valueName: "what"))
  var metadata = Recipe.MetadataPolicy.keep

  @Flag(help: "Leave EXIF orientation alone instead of turning the pixels upright.")
  var noAutoOrient = false

  @Flag(
    help: ArgumentHelp(
      "Refuse files that the decoder warns of.",
      discussion: """
        Not only of pixels: a colour profile whose parts do not make a whole, say, is dropped with a \
        warning otherwise.
        """))
  var strict = false

  @Flag(help: "Keep damaged files that the decoder gets through, with a warning.")
  var acceptDamaged = false

  @Option(
    help: ArgumentHelp(
      "Refuse pictures of more pixels, such as 100M or 1G (default: 179M).", valueName: "n"),
    transform: { try CountSize.parse($0) })
  var maxPixels: Int?

  @Option(
    help: ArgumentHelp(
      "Refuse files of more bytes, such as 100M (default: 2G).", valueName: "size"),
    transform: { try ByteSize.parse($0) })
  var maxBytes: Int?

  @Option(
    help: ArgumentHelp(
      "Give up pictures that take more CPU time, such as 30 or 2.5 (default: no limit).",
      valueName: "seconds"),
    transform: { try Seconds.parse($0) })
  var maxSeconds: UInt64?

  @Option(
    help: ArgumentHelp(
      "Do this share of work in vain after each picture, for checking measurements.",
      valueName: "share", visibility: .hidden),
    transform: { try Percentage.parse($0) })
  var plantBusy: Double?
}

/// A whole number within a range, or an error that says so.
func wholeNumber(_ text: String, in range: ClosedRange<Int>) throws(ValueError) -> Int {
  guard let value = Int(text), range.contains(value) else {
    throw ValueError("wants a whole number from \(range.lowerBound) to \(range.upperBound)")
  }
  return value
}
