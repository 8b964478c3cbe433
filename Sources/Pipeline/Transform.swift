import Codecs
import Filters
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
}

/// The one function that turns an input file's bytes into an output file's: every mode, on every
/// thread and in every process, calls this and nothing else.
///
/// It computes and does not wait, save for memory. Rows are pulled through the chain a band at a
/// time: enough rows that changing from stage to stage costs nothing, few enough that a band stays
/// in the core's cache from decoder to encoder.
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
  try blaming(.decode) { () throws(ImageError) in
    try worker.memory.reserve(plan.workingBytes)
  }
  do {
    let development = try worker.clock.run(.decode) { () throws(JobFailure) in
      try Development(input, plan, recipe, worker)
    }
    let product = try development.run()
    worker.memory.change(plan.workingBytes, to: product.bytes.capacity)
    return product
  } catch {
    worker.memory.release(plan.workingBytes)
    throw error
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

/// One picture on its way: decoder, chain and encoder, opened and joined.
private struct Development {
  private let plan: DevelopmentPlan
  private let worker: Worker
  private let decoder: any ImageDecoder
  private let decodedBands: BandedSource?
  /// The chain's last source, and the stage that its rows are charged to.
  private let result: any RowSource
  private let resultStage: Stage
  private let encoder: any ImageEncoder

  init(
    _ input: ByteBlock, _ plan: DevelopmentPlan, _ recipe: Recipe, _ worker: Worker
  ) throws(JobFailure) {
    self.plan = plan
    self.worker = worker
    var options = recipe.decode
    options.jpegEighths = plan.eighths
    options.planes = plan.planes
    let decoder = try blaming(.decode) { () throws(ImageError) in
      try openDecoder(input, options, worker.checkpoint)
    }
    self.decoder = decoder
    let untouched =
      plan.planes != nil || (recipe.chain.isEmpty && plan.orientation == .upright)
    if untouched {
      // Nothing in between: the decoder's rows go straight into the encoder's band.
      decodedBands = nil
      result = decoder
      resultStage = .decode
    } else {
      let bands = try blaming(.decode) { () throws(ImageError) in
        try BandedSource(decoder, worker.clock)
      }
      decodedBands = bands
      result = try worker.clock.run(.filter) { () throws(JobFailure) in
        try blaming(.filter) { () throws(ImageError) in
          let upright = try Reorient.reoriented(bands, plan.orientation, worker.checkpoint)
          return try plan.filters(for: decoder.metadata.icc).start(upright, worker.checkpoint)
        }
      }
      resultStage = .filter
    }
    var metadata = decoder.metadata.kept(
      by: recipe.metadata, reoriented: recipe.autoOrient, model: plan.output.format.model)
    if recipe.chain.convertsToSRGB { metadata.declareSRGB() }
    let kept = metadata
    encoder = try blaming(.encode) { () throws(ImageError) in
      try openEncoder(
        for: plan.output, plan.settings, kept, planes: plan.planes, worker.checkpoint)
    }
  }

  func run() throws(JobFailure) -> Product {
    let rows = plan.filters.output
    let band = try blaming(.encode) { () throws(ImageError) in try Band(for: rows) }
    var done = 0
    while done < rows.height {
      let count = min(band.height, rows.height - done)
      try advance(resultStage) { () throws(ImageError) in
        for y in 0..<count { try result.read(into: band[row: y]) }
      }
      if let tally = worker.tally {
        try advance(.filter) { () throws(ImageError) in
          for y in 0..<count {
            tally.count(band[row: y], of: rows)
            try worker.checkpoint.poll()
          }
        }
      }
      try advance(.encode) { () throws(ImageError) in
        for y in 0..<count {
          try encoder.write(band[row: y])
          try worker.checkpoint.poll()
        }
      }
      done += count
    }
    let warnings = try advance(.decode) { () throws(ImageError) in
      try decodedBands?.drain()
      return try decoder.finish()
    }
    let bytes = try advance(.encode) { () throws(ImageError) in try encoder.finish() }
    return Product(
      bytes: bytes, workingBytes: plan.workingBytes, warnings: warnings,
      inputWidth: plan.header.shape.width, inputHeight: plan.header.shape.height,
      outputWidth: plan.output.width, outputHeight: plan.output.height)
  }

  private func advance<Result>(
    _ stage: Stage, _ body: () throws(ImageError) -> Result
  ) throws(JobFailure) -> Result {
    try worker.clock.run(stage) { () throws(JobFailure) in try blaming(stage, body) }
  }
}
