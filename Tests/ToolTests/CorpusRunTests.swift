import SystemPackage
import TestSupport
import Testing

/// The built program over the shared corpus: in every mode, with every hand-off and on every engine
/// each file fares as the table says it must, and outputs are the same.
///
/// So it is asked to be strict, as it is by itself, and to accept what is damaged. Ordinarily the
/// broken files only, on one engine for each mode; `make corpus` takes all of it.
@Suite(.serialized, .enabled(if: Places.hasCorpus, "\(Places.corpusAbsence)"))
struct CorpusRunTests {
  private static let isWhole = Places.environment("TRIPTYCH_CORPUS") != nil

  private static let ways: [[String]] = {
    let modes = SurvivalStreamTests.modes
    let engines = ["blocking", "pool", "uring"]
    return modes.enumerated().flatMap { number, mode in
      (isWhole ? engines : [engines[number % 3]]).map { mode + ["--io", $0] }
    }
  }()

  private static let entries = Corpus.entries.filter { isWhole || $0.path.hasPrefix("bad/") }

  /// How much is put up with, and what outputs keep.
  private enum Care: String {
    case strict = "--strict --metadata keep"
    case ordinary = "--metadata keep"
    case generous = "--accept-damaged --metadata none"
  }

  /// What a way made of the corpus.
  private struct Outcome {
    /// By input: the status, and why it failed.
    var verdicts: [String: String] = [:]
    var warnings: [String: [String]] = [:]
    var outputs: [String: [UInt8]] = [:]

    var done: Set<String> { Set(verdicts.filter { $0.value == "done" }.keys) }
    /// Those that a decoder found fault with: an animation is none.
    var warned: Set<String> {
      Set(warnings.filter { !$0.value.allSatisfy { $0.hasPrefix("it is animated") } }.keys)
    }
  }

  @Test func sameVerdictsAndOutputsInEveryWay() throws {
    let folder = try TemporaryFolder()
    try #require(Self.entries.count > 400)
    let names = Self.entries.map(\.path).joined(separator: "\n") + "\n"
    try Files.write(names.utf8, to: folder.appending("list"))
    let strict = try sameOutcome(.strict, in: folder)
    let ordinary = try sameOutcome(.ordinary, in: folder)
    let generous = try sameOutcome(.generous, in: folder)
    // Strict is: no warning. What an ordinary run refuses as damaged, a generous one warns of.
    #expect(strict.done == ordinary.done.subtracting(ordinary.warned))
    #expect(strict.warned.isEmpty)
    #expect(ordinary.done.isStrictSubset(of: generous.done))
    #expect(generous.done.subtracting(ordinary.done).isSubset(of: generous.warned))
  }

  private func sameOutcome(_ care: Care, in folder: TemporaryFolder) throws -> Outcome {
    var first: Outcome?
    for way in Self.ways {
      let outcome = try outcome(way, care, in: folder)
      check(outcome.verdicts, care, way)
      if let first {
        #expect(outcome.verdicts == first.verdicts, "\(care) \(way)")
        #expect(outcome.warnings == first.warnings, "\(care) \(way)")
        #expect(outcome.outputs == first.outputs, "\(care) \(way)")
      }
      first = first ?? outcome
      if Self.isWhole {
        let words = ([care.rawValue] + way).joined(separator: " ")
        Soak.tell("corpus: \(outcome.verdicts.count) files, \(words)")
      }
    }
    return try #require(first)
  }

  private func outcome(
    _ way: [String], _ care: Care, in folder: TemporaryFolder
  ) throws -> Outcome {
    let output = folder.appending("out")
    defer { Files.remove(output) }
    let words =
      ["cd \(Places.corpus) && exec \(Places.triptych) process --json --quiet --workers 2"]
      // Decoding is what differs; little is left to encode.
      + ["-f resize=40x40 --png-level 1 \(care.rawValue)"]
      + ["--files-from \(folder.appending("list")) -o \(output)"] + way
    let process = try Process("/bin/sh", ["-c", words.joined(separator: " ")])
    try #require(try process.ends(within: 900), "\(care) \(way) hangs")
    let result = try process.wait()
    #expect(result.ending == .exit(1), "\(care) \(way): \(result.errors)")
    var outcome = Outcome()
    for job in try JobRecord.all(in: result.output) {
      let verdict = job.status + (job.failure.map { ": \($0.reason)" } ?? "")
      let other = outcome.verdicts.updateValue(verdict, forKey: job.input)
      #expect(other == nil, "\(job.input) is told of twice")
      outcome.warnings[job.input] = job.warnings ?? []
    }
    outcome.outputs = try SurvivalBatch.contents(of: output)
    return outcome
  }

  private func check(_ verdicts: [String: String], _ care: Care, _ way: [String]) {
    #expect(verdicts.count == Self.entries.count, "\(care) \(way)")
    for entry in Self.entries {
      let isDone = verdicts[entry.path] == "done"
      let isExcepted = Corpus.exceptions[entry.path] != nil
      // A library that gives up leaves nothing to accept; whether what it warns of is damage, the
      // table does not say; and nor does it say what profiles we warn of.
      let mayFail =
        switch care {
        case .strict: entry.verdict == .ok && !isExcepted
        case .ordinary: entry.verdict == .warnOK
        case .generous: entry.verdict == .warnOK && entry.library.contains(":error")
        }
      guard !mayFail else { continue }
      let mustBeDone = isExcepted || (entry.verdict != .error && care != .strict)
      if isDone != mustBeDone {
        let verdict = verdicts[entry.path] ?? "nothing"
        Issue.record("\(entry.path): \(verdict), \(care) \(way) [\(entry.why)]")
      }
    }
  }
}
