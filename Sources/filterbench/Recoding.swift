import Memory
import Pipeline
import Pixels
import Platform
import SystemPackage

/// A picture that is decoded and encoded, as a job without filters does it.
struct Recoding {
  private let file: ByteBlock
  private let recipe: Recipe

  init(path: String, _ format: Recipe.Format) throws {
    guard let bytes = ByteBlock(try Sys.contents(of: FilePath(path))) else {
      throw ImageError(.outOfMemory, "the file does not fit into memory")
    }
    file = bytes
    recipe = Recipe(format: format)
  }

  func run(times: Int) throws {
    let worker = Worker(
      index: 0, clock: StageClock(gate: OpenGate()), memory: BoundlessMemory())
    for _ in 0..<times { _ = try transform(file, recipe, worker) }
  }
}
