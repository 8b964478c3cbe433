import Codecs
import Memory
import Pixels
import Scenes
import SystemPackage
import TestSupport
import Testing

/// The tool, run as a user runs it, against results that were looked at once and kept.
///
/// Fixtures/golden.tsv has a line for each recipe and fixture. With TRIPTYCH_GOLDEN=write in the
/// environment (`make golden`) the file is written anew instead of compared; look at its diff
/// before committing it.
@Suite struct FixtureGoldenTests {
  /// A chain and an output format, with everything else as it is by default.
  struct Recipe: Sendable, CustomTestStringConvertible {
    var chain: String
    var format: String

    var testDescription: String { "\(chain.isEmpty ? "no filter" : chain) → \(format)" }
  }

  static let recipes = [
    Recipe(chain: "", format: "png"),
    Recipe(chain: "", format: "jpeg"),
    Recipe(chain: "resize=40x40", format: "png"),
    Recipe(chain: "resize=50%:kernel=lanczos3", format: "same"),
    Recipe(chain: "rotate=90,flip=horizontal", format: "png"),
    Recipe(chain: "gaussian=sigma=2", format: "png"),
    Recipe(chain: "box=radius=3,unsharp=sigma=1:amount=0.8", format: "png"),
    Recipe(chain: "median=radius=2,sobel", format: "png"),
    Recipe(chain: "grayscale,gamma=1.8", format: "png"),
    Recipe(chain: "invert,brightness=0.1,contrast=1.2,saturation=0.5", format: "png"),
  ]

  static let header = "chain\tformat\tinput\twidth\theight\tpixels\tsha256"
  static let golden = Places.fixtures.appending("golden.tsv")
  static let isWriting = Places.environment("TRIPTYCH_GOLDEN") == "write"

  @Test(.enabled(if: !isWriting, "golden.tsv is being written"), arguments: recipes)
  func outputsAreTheGoldenOnes(recipe: Recipe) throws {
    let kept = try Files.lines(Self.golden).filter { $0.hasPrefix(prefix(recipe)) }
    #expect(!kept.isEmpty, "no golden results for this recipe: run make golden")
    #expect(try lines(recipe) == kept)
  }

  @Test(.enabled(if: isWriting, "compared, not written"))
  func writesTheGoldenResultsAnew() throws {
    let all = try [Self.header] + Self.recipes.flatMap { try lines($0) }
    try Files.write((all.joined(separator: "\n") + "\n").utf8, to: Self.golden)
  }

  private func prefix(_ recipe: Recipe) -> String { "\(recipe.chain)\t\(recipe.format)\t" }

  /// Runs the tool over all fixtures and names what each output decodes to.
  private func lines(_ recipe: Recipe) throws -> [String] {
    let folder = try TemporaryFolder()
    let chain = recipe.chain.isEmpty ? [] : ["-f", recipe.chain]
    let result = try Process.run(
      Places.triptych,
      ["process", Places.fixtures.string, "--recursive", "-o", folder.path.string]
        + ["--format", recipe.format, "--quiet"] + chain)
    #expect(result.ending == .exit(0), "\(result.errors)")
    return try Catalogue.small.map { fixture in
      let name = outputName(fixture.name, recipe.format)
      let image = try decode(folder.appending(name))
      let shape = image.shape
      let kind = "\(shape.format.model) \(shape.format.depth.rawValue)"
      return prefix(recipe)
        + "\(fixture.name)\t\(shape.width)\t\(shape.height)\t\(kind)\t\(digest(image))"
    }
  }

  private func outputName(_ name: String, _ format: String) -> String {
    guard format != "same", let dot = name.lastIndex(of: ".") else { return name }
    return name[..<dot] + (format == "png" ? ".png" : ".jpg")
  }

  private func decode(_ path: FilePath) throws -> StoredImage {
    let bytes = try #require(ByteBlock(try Files.read(path)))
    let decoder = try openDecoder(bytes, DecodeOptions(damage: .strict), .never)
    return try StoredImage(collecting: decoder, .never)
  }

  /// SHA-256 of the samples, row by row, 16-bit ones most significant byte first.
  private func digest(_ image: StoredImage) -> String {
    let samples = Raster(image.pixels).samples
    guard image.shape.format.depth == .sixteen else {
      return SHA256.hex(samples.map { UInt8($0) })
    }
    return SHA256.hex(samples.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] })
  }
}
