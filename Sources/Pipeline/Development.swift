import Codecs
import Filters
import Memory
import Pixels

/// One picture on its way: its decoder, opened, and what is to be done with what comes out.
struct Development {
  private let plan: DevelopmentPlan
  private let recipe: Recipe
  private let worker: Worker
  private let memory: HeldMemory
  private let decoder: any ImageDecoder
  private let filters: FilterPlan
  private let shared: SharingPlan?
  /// Stands between the decoder and filters; nil where there is nothing in between, and the
  /// decoder's rows go straight to the encoder's band.
  private let decodedBands: BandedSource?
  /// What the rows that are encoded are charged to.
  private let resultStage: Stage

  init(
    _ input: ByteBlock, _ plan: DevelopmentPlan, _ recipe: Recipe, _ worker: Worker,
    _ memory: HeldMemory
  ) throws(JobFailure) {
    self.plan = plan
    self.recipe = recipe
    self.worker = worker
    self.memory = memory
    var options = recipe.decode
    options.jpegEighths = plan.eighths
    options.planes = plan.planes
    let decoder = try blaming(.decode) { () throws(ImageError) in
      try openDecoder(input, options, worker.checkpoint)
    }
    self.decoder = decoder
    let isUntouched =
      plan.planes != nil || (recipe.chain.isEmpty && plan.orientation == .upright)
    resultStage = isUntouched ? .decode : .filter
    decodedBands = try blaming(.decode) { () throws(ImageError) in
      isUntouched ? nil : try BandedSource(decoder, worker.clock)
    }
    filters = try blaming(.filter) { () throws(ImageError) in
      try plan.filters(for: decoder.metadata.icc)
    }
    shared = SharingPlan.agreed(filters, plan, inputBytes: input.count, worker, memory)
  }

  /// Does it all. Once.
  func run() throws(JobFailure) -> Product {
    let upright = try advance(resultStage) { () throws(ImageError) in
      try Reorient.reoriented(decodedBands ?? decoder, plan.orientation, worker.checkpoint)
    }
    guard let shared else { return try developed(upright, filters, nil) }
    let sharing = try advance(resultStage) { () throws(ImageError) in
      try Sharing(shared, of: upright, decodedBands, worker)
    }
    sharing.open()
    let product: Result<Product, JobFailure>
    do {
      product = .success(try developed(sharing.rows, shared.tail, sharing))
    } catch {
      product = .failure(error)
    }
    let threads = sharing.close()
    var made = try product.get()
    made.threads = threads
    return made
  }

  /// Filters rows and encodes what comes out.
  private func developed(
    _ rows: any RowSource, _ filters: FilterPlan, _ sharing: Sharing?
  ) throws(JobFailure) -> Product {
    let result = try advance(resultStage) { () throws(ImageError) in
      try filters.start(rows, worker.checkpoint)
    }
    let encoder = try openedEncoder(sharing ?? OneByOne())
    try encode(result, encoder)
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
      outputWidth: plan.output.width, outputHeight: plan.output.height)
  }

  private func openedEncoder(_ work: any PieceWork) throws(JobFailure) -> any ImageEncoder {
    var metadata = decoder.metadata.kept(
      by: recipe.metadata, reoriented: recipe.autoOrient,
      changed: plan.changesPixels ? plan.output : nil, model: plan.output.format.model)
    if recipe.chain.convertsToSRGB { metadata.declareSRGB() }
    let kept = metadata
    return try advance(.encode) { () throws(ImageError) in
      try openEncoder(
        for: plan.output, plan.settings, kept, planes: plan.planes, work, worker.checkpoint)
    }
  }

  private func encode(
    _ result: any RowSource, _ encoder: any ImageEncoder
  ) throws(JobFailure) {
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
  }

  private func advance<Result>(
    _ stage: Stage, _ body: () throws(ImageError) -> Result
  ) throws(JobFailure) -> Result {
    try worker.clock.run(stage) { () throws(JobFailure) in try blaming(stage, body) }
  }
}
