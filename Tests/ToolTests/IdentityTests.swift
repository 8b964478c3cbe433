import SystemPackage
import TestSupport
import Testing

/// However a batch is run, the same files come out, byte for byte, and the same inputs are refused
/// for the same reasons.
@Suite(.serialized) struct IdentityTests {
  static let engines = ["blocking", "pool", "uring", "auto"]
  static let scopes = ["decode,filter,encode", "filter", "decode,encode", "none"]

  /// Every mode with every worker count, engine, hand-off and lock scope.
  static let all: [[String]] = {
    var all: [[String]] = []
    for workers in [1, 2, 4, 7] {
      for engine in engines {
        let common = ["--workers", "\(workers)", "--io", engine]
        all.append(["--mode", "free"] + common)
        for scope in scopes { all.append(["--mode", "locked", "--lock-scope", scope] + common) }
        for handoff in ["path", "pipe", "shm"] {
          all.append(["--mode", "forked", "--handoff", handoff] + common)
        }
      }
    }
    return all
  }()

  /// Every eleventh of them, which meets every value of every option.
  static let some = all.enumerated().filter { $0.offset.isMultiple(of: 11) }.map(\.element)
  static let chosen = Soak.isOn ? all : some

  private static func oracle(_ input: FilePath, _ options: [String]) -> Result<Outcome, any Error> {
    Result { try run(input, options + ["--mode", "inline"]) }
  }

  /// Files by name, and what was said of each input.
  struct Outcome: Equatable {
    var ending: Process.Ending
    var files: [String: [UInt8]]
    var verdicts: [String: String]

    /// The names at which two outcomes differ.
    func differences(from other: Outcome) -> [String] {
      let names = Set(files.keys).union(other.files.keys).filter { files[$0] != other.files[$0] }
      let inputs = Set(verdicts.keys).union(other.verdicts.keys)
      return names.sorted() + inputs.filter { verdicts[$0] != other.verdicts[$0] }.sorted()
    }
  }

  private static func run(_ input: FilePath, _ options: [String]) throws -> Outcome {
    let folder = try TemporaryFolder()
    let output = folder.appending("out")
    let process = try Process(
      Places.triptych,
      ["process", input.string, "--recursive", "--json", "--quiet", "-o", output.string] + options)
    try #require(try process.ends(within: 300), "\(options) hangs")
    let result = try process.wait()
    var verdicts: [String: String] = [:]
    for job in try JobRecord.all(in: result.output) {
      let failure = job.failure.map { "\($0.kind), \($0.stage): \($0.reason)" } ?? ""
      verdicts[job.input] = "\(job.status) \(failure)"
    }
    return Outcome(
      ending: result.ending, files: try SurvivalBatch.contents(of: output), verdicts: verdicts)
  }

  private func check(
    _ input: FilePath, _ options: [String], _ oracle: Result<Outcome, any Error>, _ mode: [String]
  ) throws {
    let expected = try oracle.get()
    let outcome = try Self.run(input, options + mode)
    #expect(!outcome.verdicts.isEmpty)
    #expect(outcome.ending == expected.ending)
    #expect(outcome.differences(from: expected) == [])
  }

  // A chain for each kind of filter: geometry, neighbourhood, tone.
  static let fixtureOptions = ["-f", "resize=70%,gaussian=sigma=1.5,gamma=1.8,rotate=90"]
  static let fixtureOracle = oracle(Places.fixtures, fixtureOptions)

  @Test(arguments: chosen)
  func fixturesComeOutTheSame(mode: [String]) throws {
    try check(Places.fixtures, Self.fixtureOptions, Self.fixtureOracle, mode)
  }

  static let photos = Places.corpus.appending("photos")
  static let photoOptions = ["-f", "resize=400x400,unsharp=sigma=1:amount=0.8"]
  static let photoOracle = oracle(photos, photoOptions)

  @Test(
    .enabled(if: Places.hasCorpus, "\(Places.corpusAbsence)"),
    arguments: Soak.isOn
      ? all
      : [
        ["--mode", "free", "--workers", "4", "--io", "uring"],
        ["--mode", "locked", "--workers", "2", "--io", "pool"],
        ["--mode", "forked", "--workers", "7", "--handoff", "shm"],
      ])
  func photosComeOutTheSame(mode: [String]) throws {
    try check(Self.photos, Self.photoOptions, Self.photoOracle, mode)
  }

  static let corpusOptions = ["-f", "resize=64x64"]
  static let corpusOracle = ["bad", "png", "jpeg", "pngsuite"].map {
    (Places.corpus.appending($0), oracle(Places.corpus.appending($0), corpusOptions))
  }

  @Test(
    .enabled(if: Places.hasCorpus, "\(Places.corpusAbsence)"),
    arguments: Soak.isOn
      ? all
      : [
        ["--mode", "free", "--workers", "4", "--io", "auto"],
        ["--mode", "locked", "--workers", "2"],
        ["--mode", "forked", "--workers", "2", "--handoff", "path"],
        ["--mode", "forked", "--workers", "2", "--handoff", "pipe"],
        ["--mode", "forked", "--workers", "2", "--handoff", "shm"],
      ])
  func goodAndBadFilesGetTheSameVerdicts(mode: [String]) throws {
    for (folder, oracle) in Self.corpusOracle {
      try check(folder, Self.corpusOptions, oracle, mode)
    }
  }
}
