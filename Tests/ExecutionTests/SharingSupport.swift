import Codecs
import Filters
import Memory
import Pipeline
import Pixels
import TestSupport

/// What came of one picture.
struct Developed: Equatable {
  var bytes: [UInt8]?
  var failure: JobFailure?
  var warnings: [String] = []
  var sizes: [Int] = []
  var threads = 1

  /// All but the number of threads, which may be any.
  static func == (a: Developed, b: Developed) -> Bool {
    a.bytes == b.bytes && a.failure == b.failure && a.warnings == b.warnings && a.sizes == b.sizes
  }

  /// - Parameters:
  ///   - threads: 1 for nobody to share with.
  ///   - checkpoint: makes one for each thread.
  static func from(
    _ file: [UInt8], _ recipe: Recipe, threads: Int = 1,
    memory: any MemoryGrant = BoundlessMemory(),
    checkpoint: @escaping @Sendable () -> Checkpoint = { .never }
  ) throws -> Developed {
    guard let input = ByteBlock(file) else { throw ImageError.outOfMemory(bytes: file.count) }
    let crowd = Crowd(threads: threads, checkpoint: checkpoint)
    defer { crowd.finish() }
    let worker = Worker(
      index: 0, checkpoint: checkpoint(), clock: StageClock(gate: OpenGate()), memory: memory,
      company: threads == 1 ? nil : crowd)
    do throws(JobFailure) {
      let product = try transform(input, recipe, worker)
      return Developed(
        bytes: product.bytes.array, failure: nil,
        warnings: product.warnings,
        sizes: [
          product.inputWidth, product.inputHeight, product.outputWidth, product.outputHeight,
        ], threads: product.threads)
    } catch {
      return Developed(failure: error)
    }
  }
}

/// A file with random pixels, smooth enough for a JPEG of some size.
///
/// - Parameter marked: a row whose first byte is 255, as no other row's is.
func randomFile(
  _ shape: ImageShape, _ settings: EncodeSettings, seed: UInt64, marked: Int? = nil
) throws -> [UInt8] {
  var random = SeededRandom(seed: seed)
  let encoder = try openEncoder(for: shape, settings, Metadata())
  let line = try PixelBuffer(ImageShape(width: shape.width, height: 1, format: shape.format))
  var bytes = [UInt8](repeating: 128, count: shape.rowBytes)
  for y in 0..<shape.height {
    for i in bytes.indices { bytes[i] = bytes[i] &+ .random(in: 0...9, using: &random) }
    bytes[0] = y == marked ? 255 : bytes[0] & 127
    line.withRow(0, as: UInt8.self) { row in for i in row.indices { row[i] = bytes[i] } }
    try encoder.write(line[row: 0])
  }
  let file = try encoder.finish()
  return file.array
}

/// Lets rows pass as they are, until it meets the marked one.
struct Faulty: Filter {
  static let manual = FilterManual(
    name: "faulty", summary: "Fail.", parameters: [], formula: "out = in", edges: "none",
    accuracy: "Exact.", source: "None.", examples: [])
  var mixesNeighbours: Bool { false }
  let error: ImageError
  let reach: Reach?
  let failsAtOnce: Bool

  init(_ error: ImageError, reach: Reach?, failsAtOnce: Bool = false) {
    self.error = error
    self.reach = reach
    self.failsAtOnce = failsAtOnce
  }

  init(_ arguments: FilterArguments) throws(ChainError) {
    self.init(.interrupted, reach: nil)
  }

  func plan(for input: ImageShape) throws(ImageError) -> FilterPlan {
    FilterPlan(output: input, workingBytes: 0, reach: reach) { source, _ throws(ImageError) in
      if failsAtOnce { throw error }
      return FaultyRows(source, error)
    }
  }
}

private final class FaultyRows: RowSource {
  var shape: ImageShape { source.shape }
  private let source: any RowSource
  private let error: ImageError

  init(_ source: any RowSource, _ error: ImageError) {
    self.source = source
    self.error = error
  }

  func read(into row: MutableRow) throws(ImageError) {
    try source.read(into: row)
    if row.with(UInt8.self, { $0[0] == 255 }) { throw error }
  }
}
