import SystemPackage
import TestSupport
import Testing

/// The built program over the shared corpus: in every mode, with every hand-off and on every engine
/// each file fares as the table says it must, and outputs are the same.
///
/// Ordinarily the broken files only, on one engine for each mode; `make corpus` takes all of it.
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

  @Test func sameVerdictsAndOutputsInEveryWay() throws {
    let folder = try TemporaryFolder()
    try #require(Self.entries.count > 400)
    let names = Self.entries.map(\.path).joined(separator: "\n") + "\n"
    try Files.write(names.utf8, to: folder.appending("list"))
    var first: (verdicts: [String: String], outputs: [String: [UInt8]])?
    for (number, way) in Self.ways.enumerated() {
      let output = folder.appending("out-\(number)")
      let words =
        ["cd \(Places.corpus) && exec \(Places.triptych) process --json --quiet --workers 2"]
        // Decoding is what differs; little is left to encode.
        + ["--accept-damaged -f resize=40x40 --png-level 1 --metadata none"]
        + ["--files-from \(folder.appending("list")) -o \(output)"] + way
      let process = try Process("/bin/sh", ["-c", words.joined(separator: " ")])
      try #require(try process.ends(within: 900), "\(way) hangs")
      let result = try process.wait()
      #expect(result.ending == .exit(1), "\(way): \(result.errors)")
      let verdicts = Dictionary(
        try JobRecord.all(in: result.output).map {
          ($0.input, $0.status + ($0.failure.map { ": \($0.reason)" } ?? ""))
        }, uniquingKeysWith: { "\($0), and also \($1)" })
      check(verdicts, way)
      let outputs = try SurvivalBatch.contents(of: output)
      if let first {
        #expect(verdicts == first.verdicts, "\(way)")
        #expect(outputs == first.outputs, "\(way)")
      } else {
        first = (verdicts, outputs)
      }
      Files.remove(output)
      if Self.isWhole {
        Soak.tell("corpus: \(verdicts.count) files, \(way.joined(separator: " "))")
      }
    }
  }

  private func check(_ verdicts: [String: String], _ way: [String]) {
    #expect(verdicts.count == Self.entries.count, "\(way)")
    for entry in Self.entries {
      let isDone = verdicts[entry.path] == "done"
      let isExcepted = Corpus.exceptions[entry.path] != nil
      // A library that gives up leaves nothing to accept.
      let mayFail = entry.verdict == .warnOK && entry.library.contains(":error")
      guard !mayFail else { continue }
      let mustBeDone = isExcepted || entry.verdict != .error
      if isDone != mustBeDone {
        Issue.record("\(entry.path): \(verdicts[entry.path] ?? "nothing"), \(way) [\(entry.why)]")
      }
    }
  }
}
