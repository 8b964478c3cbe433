import Codecs
import Execution
import Figures
import FileIO
import Filters
import Memory
import Pipeline
import Pixels
import Platform
import SystemPackage
import TestSupport
import Testing

/// Everything that a batch's observer is told.
private final class Record: BatchObserver, Sendable {
  private struct State {
    var began: [Int] = []
    var ended: [Int: Outcome] = [:]
    var repeats = 0
  }
  private let state = Guarded(State())

  var outcomes: [Int: Outcome] { state.withLock { $0.ended } }
  var repeats: Int { state.withLock { $0.repeats } }

  func began(_ job: Job) { state.withLock { $0.began.append(job.id) } }

  func ended(_ job: Job, _ outcome: Outcome) {
    state.withLock {
      if $0.ended.updateValue(outcome, forKey: job.id) != nil { $0.repeats += 1 }
    }
  }
}

/// What a folder holds, by name.
private func contents(of folder: FilePath) throws -> [String: [UInt8]] {
  var files: [String: [UInt8]] = [:]
  for name in try Files.tree(folder) { files[name] = try Files.read(folder.appending(name)) }
  return files
}

/// Pictures of several shapes in a folder, some of which are none.
private struct Gallery {
  let folder: TemporaryFolder
  let inputs: [FilePath]

  init() throws {
    folder = try TemporaryFolder()
    var random = SeededRandom(seed: 11)
    var inputs: [FilePath] = []
    for index in 0..<12 {
      let shape = ImageShape(
        width: Int.random(in: 1...200, using: &random),
        height: Int.random(in: 1...150, using: &random),
        format: PixelFormat(ColorModel.allCases[index % 4], index % 3 == 0 ? .sixteen : .eight))
      let isPNG = index % 2 == 0
      let settings: EncodeSettings = isPNG ? .png(PNGSettings(level: 1)) : .jpeg(JPEGSettings())
      let encoder = try openEncoder(for: shape, settings, Metadata())
      let row = try PixelBuffer(
        ImageShape(width: shape.width, height: 1, format: shape.format))
      for _ in 0..<shape.height {
        row.withRow(0, as: UInt8.self) { samples in
          for i in samples.indices { samples[i] = UInt8.random(in: 0...255, using: &random) }
        }
        try encoder.write(row[row: 0])
      }
      let path = folder.path.appending("\(index).\(isPNG ? "png" : "jpg")")
      try Files.write(encoder.finish().array, to: path)
      inputs.append(path)
    }
    let broken = folder.path.appending("broken.png")
    try Files.write(Array("this is no picture".utf8), to: broken)
    inputs.append(broken)
    inputs.append(folder.path.appending("missing.png"))
    self.inputs = inputs
  }

  func jobs(into output: FilePath) -> [Job] {
    inputs.enumerated().map { index, input in
      Job(
        id: index, input: input, output: output.appending(input.lastComponent!), replace: false,
        inputBytes: 1000 + index)
    }
  }
}

@Suite("Modes, workers and engines", .serialized)
struct ModeTests {
  private static let chain = "resize=60%,gaussian=sigma=1.5,rotate=90,contrast=1.2"

  private static func run(
    _ gallery: Gallery, _ change: (inout ExecutionSettings) -> Void
  ) throws -> (files: [String: [UInt8]], record: Record, figures: RunFigures) {
    let output = try TemporaryFolder()
    var settings = ExecutionSettings()
    change(&settings)
    var recipe = Recipe()
    recipe.chain = try FilterChain(parsing: chain)
    let record = Record()
    let figures = try runBatch(
      gallery.jobs(into: output.path), recipe, settings, stop: StopRequest(), observer: record)
    return (try contents(of: output.path), record, figures)
  }

  @Test("Threads that share pictures give the same files and verdicts, each job's once")
  func sharing() throws {
    let gallery = try Gallery()
    let oracle = try ModeTests.run(gallery) { $0.mode = .inline }
    for split in [Splitting.on, .auto] {
      for workers in [1, 2, 4, 7, 30] {
        let run = try ModeTests.run(gallery) {
          $0.mode = .free
          $0.workers = workers
          $0.split = split
        }
        #expect(run.files == oracle.files, "\(split), \(workers)")
        #expect(run.record.repeats == 0)
        #expect(
          run.record.outcomes.mapValues(\.failure) == oracle.record.outcomes.mapValues(\.failure))
      }
    }
  }

  @Test("Nobody helps with pictures whose time is limited")
  func limited() throws {
    let gallery = try Gallery()
    for workers in [2, 30] {
      let run = try ModeTests.run(gallery) {
        $0.workers = workers
        $0.split = .on
        $0.timeLimit = 1_000_000_000_000
      }
      #expect(run.files.count == 12)
      #expect(run.record.outcomes.values.allSatisfy { $0.threads == 1 })
    }
  }

  @Test("All give the same files and the same verdicts as one thread, one job at a time")
  func identity() throws {
    let gallery = try Gallery()
    let oracle = try ModeTests.run(gallery) { $0.mode = .inline }
    #expect(oracle.files.count == 12)
    #expect(oracle.record.outcomes.values.filter { $0.failure != nil }.count == 2)
    for mode in [Mode.free, .locked] {
      for workers in [1, 2, 4, 7] {
        for io in [EngineChoice.blocking, .pool, .auto] {
          let run = try ModeTests.run(gallery) {
            $0.mode = mode
            $0.workers = workers
            $0.io = io
          }
          #expect(run.files == oracle.files, "\(mode) × \(workers), \(io)")
          #expect(run.record.repeats == 0)
          #expect(
            run.record.outcomes.mapValues(\.failure) == oracle.record.outcomes.mapValues(\.failure))
          #expect(run.figures.notStarted == 0)
        }
      }
    }
  }

  @Test(
    "The lock's scope and its interval change nothing but time",
    arguments: [StageSet.computing, StageSet(.filter), []], [UInt64(100_000), 5_000_000])
  func lockScopes(scope: StageSet, interval: UInt64) throws {
    let gallery = try Gallery()
    let oracle = try ModeTests.run(gallery) { $0.mode = .inline }
    let run = try ModeTests.run(gallery) {
      $0.mode = .locked
      $0.workers = 3
      $0.lockScope = scope
      $0.switchInterval = interval
    }
    #expect(run.files == oracle.files)
    let lock = try #require(run.figures.lock)
    // Each worker takes the lock at least once for each job, between read and write.
    #expect(lock.acquisitions >= 14)
    #expect(lock.hold.count == lock.acquisitions)
  }

  @Test("A budget for a fraction of one picture still gets through them all")
  func tinyBudget() throws {
    let gallery = try Gallery()
    let oracle = try ModeTests.run(gallery) { $0.mode = .inline }
    for mode in [Mode.free, .locked] {
      let run = try ModeTests.run(gallery) {
        $0.mode = mode
        $0.workers = 4
        $0.io = .pool
        $0.memoryBudget = 1
      }
      #expect(run.files == oracle.files)
    }
  }

  @Test("Fail-fast starts nothing after a failure")
  func failFast() throws {
    let gallery = try Gallery()
    let run = try ModeTests.run(gallery) {
      $0.mode = .inline
      $0.failFast = true
    }
    // The broken file is the thirteenth of fourteen.
    #expect(run.record.outcomes.count == 13)
    #expect(run.figures.notStarted == 1)
  }

  @Test("A batch stopped before it starts does nothing", arguments: [Mode.inline, .free, .locked])
  func stopped(mode: Mode) throws {
    let gallery = try Gallery()
    let output = try TemporaryFolder()
    let stop = StopRequest()
    stop.stop()
    var settings = ExecutionSettings()
    settings.mode = mode
    settings.workers = 3
    let figures = try runBatch(
      gallery.jobs(into: output.path), Recipe(), settings, stop: stop, observer: Record())
    #expect(figures.notStarted == 14)
    #expect(try contents(of: output.path).isEmpty)
  }
}
