import Codecs
import Memory
import Pixels

/// A finished picture, still in memory.
package struct Product: Sendable {
  package var bytes: ByteBlock
  /// Bytes that the work was granted, besides the input.
  package var workingBytes: Int
  package var warnings: [String]
  package var inputWidth: Int
  package var inputHeight: Int
  package var outputWidth: Int
  package var outputHeight: Int
  /// Threads that had a part in it.
  package var threads = 1
}

/// The one function that turns an input file's bytes into an output file's: every mode, on every
/// thread and in every process, calls this and nothing else.
///
/// It computes and does not wait, save for memory and for others who help. Rows are pulled through
/// the chain a band at a time: enough rows that changing from stage to stage costs nothing, few
/// enough that a band stays in the core's cache from decoder to encoder.
///
/// The memory of a finished output (its block's capacity) stays reserved: the caller gives it back
/// once somebody else counts it.
package func transform(
  _ input: ByteBlock, _ recipe: Recipe, _ worker: Worker
) throws(JobFailure) -> Product {
  guard let jobClock = worker.jobClock else { return try develop(input, recipe, worker) }
  return try jobClock.run { () throws(JobFailure) in try develop(input, recipe, worker) }
}

private func develop(
  _ input: ByteBlock, _ recipe: Recipe, _ worker: Worker
) throws(JobFailure) -> Product {
  let plan = try worker.clock.run(.decode) { () throws(JobFailure) in
    try blaming(.decode) { () throws(ImageError) in
      try DevelopmentPlan(
        input, recipe, needsPixels: worker.tally != nil, worker.checkpoint)
    }
  }
  let memory = try blaming(.decode) { () throws(ImageError) in
    try HeldMemory(plan.workingBytes, worker.memory)
  }
  do {
    let development = try worker.clock.run(.decode) { () throws(JobFailure) in
      try Development(input, plan, recipe, worker, memory)
    }
    let product = try development.run()
    memory.keep(product.bytes.capacity)
    return product
  } catch {
    memory.keep(0)
    throw error
  }
}

/// What one job holds of the memory that was granted.
final class HeldMemory {
  private(set) var bytes: Int
  private let grant: any MemoryGrant

  init(_ bytes: Int, _ grant: any MemoryGrant) throws(ImageError) {
    try grant.reserve(bytes)
    self.bytes = bytes
    self.grant = grant
  }

  func tryMore(_ more: Int) -> Bool {
    guard grant.tryReserve(more) else { return false }
    bytes += more
    return true
  }

  /// Gives back all but so many.
  func keep(_ rest: Int) {
    grant.change(bytes, to: rest)
    bytes = rest
  }
}

/// Runs `body`, turning an image error into a failure of the stage.
func blaming<Result>(
  _ stage: Stage, _ body: () throws(ImageError) -> Result
) throws(JobFailure) -> Result {
  do {
    return try body()
  } catch {
    throw JobFailure(error, stage)
  }
}
