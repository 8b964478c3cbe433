import Codecs
import Filters
import Memory
import Pixels
import Scenes
import SystemPackage
import TestSupport
import Testing

/// docs/gallery shows what each filter makes of a picture, and what it shows is current.
///
/// With TRIPTYCH_GALLERY=write in the environment (`make gallery`) it is written anew instead of
/// compared; look at it before committing it.
@Suite struct GalleryTests {
  private struct Entry {
    var name: String
    var chain: String
    var before: String
    var summary: String
  }

  static let isWriting = Places.environment("TRIPTYCH_GALLERY") == "write"
  private static let folder = Places.root.appending("docs/gallery")
  private static let pictures = [
    (name: "before", path: "png/landscape-rgb8.png", chain: ""),
    (name: "before-noisy", path: "png/landscape-rgb8.png", chain: "noise=12"),
    (name: "before-profile", path: "png/landscape-icc.png", chain: ""),
    (name: "before-shapes", path: "png/edges-rgb8.png", chain: ""),
  ]

  /// Chains that show more than the manual's first example, at the size of the picture.
  private static let chosen = [
    "resize": "resize=50%", "crop": "crop=60x45+30+20", "rotate": "rotate=15:background=white",
    "affine": "affine='1 0.3 0; 0 1 0':size=grow:background=white", "clahe": "clahe=3:tiles=4x4",
    "linear": "linear=(gaussian=3)", "gaussian": "gaussian=3", "box": "box=4",
    "median": "median=3", "unsharp": "unsharp=2:amount=1.5", "highpass": "highpass=4:amount=2",
    "canny": "canny=low=30:high=90", "bilateral": "bilateral=range=90",
    "nlmeans": "nlmeans=strength=20", "border": "border=6:color=#cc3333",
    "pad": "pad=160x120:color=#dddddd", "noise": "noise=16", "dilate": "dilate=2",
    "erode": "erode=2", "open": "open=2", "close": "close=2", "pixelate": "pixelate=8",
    "overlay": "overlay=Fixtures/png/edges-rgba8-interlaced.png:scale=40%:opacity=0.8:margin=4",
  ]
  private static let noisy: Set = ["bilateral", "nlmeans", "median"]
  private static let shapes: Set = [
    "canny", "sobel", "laplacian", "emboss", "dilate", "erode", "open", "close", "threshold",
  ]

  private static let entries = FilterCatalogue.all.map { type in
    let manual = type.manual
    let before =
      manual.name == "srgb"
      ? "before-profile"
      : noisy.contains(manual.name)
        ? "before-noisy" : shapes.contains(manual.name) ? "before-shapes" : "before"
    return Entry(
      name: manual.name, chain: chosen[manual.name] ?? manual.examples[0], before: before,
      summary: manual.summary)
  }

  private static var page: String {
    var lines = [
      "# Gallery", "",
      "What each filter makes of a small picture; `triptych filters NAME` explains it. Written by",
      "`make gallery`, and compared with what the tool does in every test run.", "",
      "| filter | before | after |", "|---|---|---|",
    ]
    for entry in entries {
      lines.append(
        "| **\(entry.name)**<br>\(entry.summary)<br>`\(entry.chain)` "
          + "| ![before](\(entry.before).png) | ![\(entry.name)](\(entry.name).png) |")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  @Test(.enabled(if: !isWriting, "the gallery is being written"))
  func showsWhatTheToolDoes() throws {
    let folder = try TemporaryFolder()
    try draw(folder.path)
    let page = Self.page.split(separator: "\n").map(String.init)
    #expect(try Files.lines(Self.folder.appending("README.md")) == page)
    for name in Self.pictures.map(\.name) + Self.entries.map(\.name) {
      let drawn = try decode(folder.appending("\(name).png"))
      let kept = try decode(Self.folder.appending("\(name).png"))
      #expect(drawn.shape == kept.shape, "\(name): run make gallery")
      // Compared beforehand: a failure would print both pictures.
      let isCurrent = drawn.samples == kept.samples
      #expect(isCurrent, "\(name): run make gallery")
    }
  }

  /// Of filters that went, pictures would stay.
  @Test func holdsNothingElse() throws {
    let written = Set((Self.pictures.map(\.name) + Self.entries.map(\.name)).map { "\($0).png" })
    let kept = Set(try Files.tree(Self.folder))
    #expect(kept.subtracting(written) == ["README.md"], "remove what no filter makes")
  }

  @Test(.enabled(if: isWriting, "compared, not written"))
  func writesTheGalleryAnew() throws {
    try draw(Self.folder)
    try Files.write(Self.page.utf8, to: Self.folder.appending("README.md"))
  }

  private func draw(_ folder: FilePath) throws {
    for picture in Self.pictures {
      try run(
        picture.chain, Places.fixtures.appending(picture.path),
        folder.appending("\(picture.name).png"))
    }
    for entry in Self.entries {
      let chain = entry.chain.replacing("Fixtures/", with: "\(Places.fixtures)/")
      try run(chain, folder.appending("\(entry.before).png"), folder.appending("\(entry.name).png"))
    }
  }

  /// Outputs are called as their inputs are, so each comes to a folder of its own first.
  private func run(_ chain: String, _ input: FilePath, _ output: FilePath) throws {
    let folder = try TemporaryFolder()
    let filters = chain.isEmpty ? [] : ["-f", chain]
    let result = try Process.run(
      Places.triptych,
      ["process", input.string, "-o", folder.path.string, "--png-level", "9", "--quiet"] + filters)
    #expect(result.ending == .exit(0), "\(chain): \(result.errors)")
    let name = try #require(input.lastComponent)
    try Files.write(try Files.read(folder.path.appending(name)), to: output)
  }

  private func decode(_ path: FilePath) throws -> (shape: ImageShape, samples: [UInt16]) {
    let bytes = try #require(ByteBlock(try Files.read(path)))
    let image = try StoredImage(
      collecting: openDecoder(bytes, DecodeOptions(damage: .strict), .never), .never)
    return (image.shape, Raster(image.pixels).samples)
  }
}
