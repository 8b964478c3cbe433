import Codecs
import Filters
import Memory
import Pipeline
import Pixels

extension FuzzTarget {
  /// What is done with pictures: each way through a job that differs in what it reads of them.
  private static let recipes: [Recipe] = {
    let ways: [(chain: String, format: Recipe.Format)] = [
      ("", .same), ("", .png), ("", .jpeg), ("resize=9x9", .same), ("srgb", .same),
      ("linear=(resize=50%),unsharp=1", .png), ("rotate=90,gaussian=sigma=2", .jpeg),
      ("median=radius=2,grayscale", .same),
    ]
    return ways.map { way in
      guard let chain = try? FilterChain(parsing: way.chain) else {
        fatalError("no chain: \(way.chain)")
      }
      return Recipe(chain: chain, format: way.format)
    }
  }()

  /// How many recipes there are, of which an input's last byte chooses one; from 128 on, damaged
  /// pictures are accepted.
  static var recipeCount: Int { recipes.count }

  /// A whole job, from a picture's bytes to an output's, whose pixels must all be there. Of the
  /// profile, which is the input's, decoders may warn.
  func runJob(_ bytes: [UInt8]) {
    guard let choice = bytes.last, let input = ByteBlock(Array(bytes.dropLast())) else { return }
    var recipe = Self.recipes[Int(choice) % Self.recipes.count]
    recipe.decode = DecodeOptions(
      damage: choice < 128 ? .standard : .accept, maxPixels: Self.maxPixels(of: bytes))
    let worker = Worker(
      index: 0, clock: StageClock(gate: OpenGate()), memory: BoundlessMemory())
    do {
      let product = try transform(input, recipe, worker)
      let decoder = try openDecoder(product.bytes, DecodeOptions(damage: .standard), .never)
      let image = try StoredImage(collecting: decoder, .never)
      _ = try decoder.finish()
      precondition(
        image.shape.width == product.outputWidth && image.shape.height == product.outputHeight,
        "an output is as large as was said")
    } catch let failure as JobFailure {
      precondition(!failure.reason.isEmpty, "a refusal has a reason")
    } catch {
      fatalError("an output cannot be read: \(error)")
    }
  }
}
