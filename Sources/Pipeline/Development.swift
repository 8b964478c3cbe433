import Codecs
import Filters
import Memory
import Pixels

/// One picture on its way: decoder, chain and encoder, opened and joined.
struct Development {
  private let plan: DevelopmentPlan
  private let worker: Worker
  private let memory: HeldMemory
  private let decoder: any ImageDecoder
  private let decodedBands: BandedSource?
  /// Where others help with the picture.
  private let sharing: Sharing?
  /// The chain's last source, and the stage that its rows are charged to.
  private let result: any RowSource
  private let resultStage: Stage
  private let encoder: any ImageEncoder

  init(
    _ input: ByteBlock, _ plan: DevelopmentPlan, _ recipe: Recipe, _ worker: Worker,
    _ memory: HeldMemory
  ) throws(JobFailure) {
    self.plan = plan
    self.worker = worker
    self.memory = memory
    var options = recipe.decode
    options.jpegEighths = plan.eighths
    let decoder = try blaming(.decode) { () throws(ImageError) in
      try openDecoder(input, options, worker.checkpoint)
    }
    self.decoder = decoder
    let filters = try blaming(.filter) { () throws(ImageError) in
      try plan.filters(for: decoder.metadata.icc)
    }
    let shared = SharingPlan.agreed(filters, plan, inputBytes: input.count, worker, memory)
    let isUntouched = recipe.chain.isEmpty && plan.orientation == .upright
    let bands: BandedSource? =
      if isUntouched {
        // Nothing in between: the decoder's rows go straight to the encoder's band.
        nil
      } else {
        try blaming(.decode) { () throws(ImageError) in try BandedSource(decoder, worker.clock) }
      }
    decodedBands = bands
    let stage: Stage = isUntouched ? .decode : .filter
    resultStage = stage
    let joined = try worker.clock.run(stage) { () throws(JobFailure) in
      try blaming(stage) { () throws(ImageError) in
        try Development.joined(bands ?? decoder, bands, filters, shared, plan, worker)
      }
    }
    result = joined.result
    sharing = joined.sharing
    var metadata = decoder.metadata.kept(
      by: recipe.metadata, reoriented: recipe.autoOrient, model: plan.filters.output.format.model)
    if recipe.chain.convertsToSRGB { metadata.declareSRGB() }
    let kept = metadata
    let work: any PieceWork = joined.sharing ?? OneByOne()
    encoder = try blaming(.encode) { () throws(ImageError) in
      try openEncoder(for: plan.filters.output, plan.settings, kept, work)
    }
  }

  /// Puts filters behind a decoder, and helpers around them where that was agreed.
  ///
  /// - Parameters:
  ///   - decoded: the decoder's rows.
  ///   - bands: the same where something stands behind it.
  private static func joined(
    _ decoded: any RowSource, _ bands: BandedSource?, _ filters: FilterPlan,
    _ shared: SharingPlan?, _ plan: DevelopmentPlan, _ worker: Worker
  ) throws(ImageError) -> (result: any RowSource, sharing: Sharing?) {
    let upright = try Reorient.reoriented(decoded, plan.orientation, worker.checkpoint)
    guard let shared else { return (try filters.start(upright, worker.checkpoint), nil) }
    let sharing = try Sharing(shared, of: upright, bands, worker)
    return (try shared.tail.start(sharing.rows, worker.checkpoint), sharing)
  }

  func run() throws(JobFailure) -> Product {
    guard let sharing else { return try developed() }
    var product: Result<Product, JobFailure>
    sharing.open()
    do {
      product = .success(try developed())
    } catch {
      product = .failure(error)
    }
    let threads = sharing.close()
    var made = try product.get()
    made.threads = threads
    return made
  }

  private func developed() throws(JobFailure) -> Product {
    let output = plan.filters.output
    let band = try blaming(.encode) { () throws(ImageError) in try Band(for: output) }
    var done = 0
    while done < output.height {
      let count = min(band.height, output.height - done)
      try advance(resultStage) { () throws(ImageError) in
        for y in 0..<count { try result.read(into: band[row: y]) }
      }
      if let tally = worker.tally {
        try advance(.filter) { () throws(ImageError) in
          for y in 0..<count {
            tally.count(band[row: y], of: output)
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
      try sharing?.drain()
      decodedBands?.clock = worker.clock
      try decodedBands?.drain()
      return try decoder.finish()
    }
    let bytes = try advance(.encode) { () throws(ImageError) in try encoder.finish() }
    return Product(
      bytes: bytes, workingBytes: memory.bytes, warnings: warnings,
      inputWidth: plan.header.shape.width, inputHeight: plan.header.shape.height,
      outputWidth: output.width, outputHeight: output.height)
  }

  private func advance<Result>(
    _ stage: Stage, _ body: () throws(ImageError) -> Result
  ) throws(JobFailure) -> Result {
    try worker.clock.run(stage) { () throws(JobFailure) in try blaming(stage, body) }
  }
}
