import Codecs
import Filters
import Pipeline
import Pixels
import SystemPackage
import TestSupport
import Testing

/// A picture that several threads work on must come out as if one had.
@Suite("Sharing a picture")
struct SharingTests {
  private static let steps = [
    "gaussian=2", "gaussian=5", "gaussian=9", "gaussian=14", "box=3", "box=200", "median=1",
    "median=8", "unsharp=1:amount=2", "sobel", "bilateral=radius=2", "sharpen", "emboss",
    "laplacian", "dilate=2", "open=3", "highpass=2", "motionblur=length=9:angle=50",
    "convolve='1 2 1;0 0 0;0 0 3'", "invert",
    "gamma=1.7", "grayscale", "saturation=1.4", "sepia", "threshold=90", "linear=(gaussian=1)",
    "nlmeans=strength=9:patch=1:search=2",
    // These cannot be shared, and divide the chain.
    "noise=9", "vignette", "equalise", "rotate=90", "resize=70%", "flip=vertical", "crop=9x7",
    "pad=300x300",
  ]

  private static func randomCase(
    _ random: inout SeededRandom
  ) throws -> (file: [UInt8], recipe: Recipe, about: String) {
    let format = PixelFormat(
      ColorModel.allCases.randomElement(using: &random)!,
      Bool.random(using: &random) ? .eight : .sixteen)
    let shape = ImageShape(
      width: .random(in: 9...60, using: &random),
      height: Bool.random(using: &random)
        ? .random(in: 7...40, using: &random) : .random(in: 100...400, using: &random),
      format: format)
    let settings: EncodeSettings =
      switch Int.random(in: 0..<4, using: &random) {
      case 0: .jpeg(JPEGSettings(progressive: true))
      case 1: .jpeg(JPEGSettings())
      default: .png(PNGSettings(level: 1))
      }
    let chain = (0..<Int.random(in: 0...4, using: &random))
      .map { _ in steps.randomElement(using: &random)! }.joined(separator: ",")
    var recipe = Recipe()
    recipe.chain = try FilterChain(parsing: chain)
    recipe.format = Recipe.Format.allCases.randomElement(using: &random)!
    recipe.png.level = 1
    let file = try randomFile(shape, settings, seed: random.next())
    return (file, recipe, "\(shape) \(settings.format) to \(recipe.format): \(chain)")
  }

  @Test("Random pictures and chains come out the same to the last byte", arguments: 1...8)
  func identity(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    for _ in 0..<25 {
      let (file, recipe, about) = try Self.randomCase(&random)
      let alone = try Developed.from(file, recipe)
      let threads = Int.random(in: 2...7, using: &random)
      let shared = try Developed.from(file, recipe, threads: threads)
      #expect(shared == alone, "\(threads) threads, \(about)")
      if alone.failure == nil { #expect(shared.threads > 1, "nobody helped: \(about)") }
    }
  }

  /// Interlaced, progressive, turned, with transparency: whatever there is.
  @Test("All fixtures come out the same, decoded smaller and at full size")
  func fixtures() throws {
    let files = try Files.tree(Places.fixtures).filter {
      $0.hasSuffix("png") || $0.hasSuffix("jpg")
    }
    #expect(files.count > 40)
    for (index, name) in files.enumerated() {
      let file = try Files.read(Places.fixtures.appending(name))
      for chain in ["", "gaussian=1.5,contrast=1.2", "resize=40%,sharpen"] {
        var recipe = Recipe()
        recipe.chain = try FilterChain(parsing: chain)
        let alone = try Developed.from(file, recipe)
        let shared = try Developed.from(file, recipe, threads: 2 + index % 6)
        #expect(shared == alone, "\(name), \(chain)")
      }
    }
  }

  @Test("Pieces of a PNG that several threads compress are joined as one's are", arguments: [1, 6])
  func pieces(level: Int) throws {
    let shape = ImageShape(width: 1500, height: 2100, format: .rgb8)
    let file = try randomFile(shape, .jpeg(JPEGSettings()), seed: 5)
    var recipe = Recipe()
    recipe.format = .png
    recipe.png.level = level
    recipe.chain = try FilterChain(parsing: "invert")
    let alone = try Developed.from(file, recipe)
    #expect(alone.failure == nil)
    for threads in 2...7 {
      #expect(try Developed.from(file, recipe, threads: threads) == alone, "\(threads) threads")
    }
  }

  @Test("Damaged files get the same verdicts and warnings", arguments: [1, 2, 3] as [UInt64])
  func damage(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let shape = ImageShape(width: 40, height: 300, format: .rgb8)
    var failures = 0
    for settings in [
      EncodeSettings.png(PNGSettings(level: 1)), .jpeg(JPEGSettings()),
      .jpeg(JPEGSettings(progressive: true)),
    ] {
      let file = try randomFile(shape, settings, seed: seed)
      for policy in [DamagePolicy.standard, .strict, .accept] {
        for _ in 0..<12 {
          var damaged = file
          if Bool.random(using: &random) {
            damaged.removeLast(.random(in: 1..<file.count - 700, using: &random))
          } else {
            for _ in 0..<3 {
              damaged[.random(in: 700..<file.count, using: &random)] ^=
                UInt8(1) << UInt8.random(in: 0...7, using: &random)
            }
          }
          var recipe = Recipe()
          recipe.decode.damage = policy
          recipe.chain = try FilterChain(parsing: "box=2,crop=20x200+0+10")
          let alone = try Developed.from(damaged, recipe)
          if alone.failure != nil { failures += 1 }
          #expect(try Developed.from(damaged, recipe, threads: 4) == alone, "\(settings.format)")
        }
      }
    }
    #expect(failures > 10)
  }
}
