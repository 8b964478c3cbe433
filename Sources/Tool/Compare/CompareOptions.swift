import Benchmark
import Figures
import Measure
import SystemPackage

/// Everything that `compare` was asked to do, with defaults filled in.
package struct CompareOptions: Sendable {
  /// Without runs.
  package var arms: [Arm]
  package var baseline: Int
  /// What every run is told beside its arm's own options, `--files-from` aside, and its inputs.
  package var sharedWords: [String]
  package var inputs: [String]
  /// The list of further inputs; `-` is standard input.
  package var list: String?
  package var chain: String?
  /// Further words of single arms, by index; none where there are fewer entries.
  package var extraWords: [[String]] = []
  package var selfCheck: Bool
  package var rounds: Int
  package var warmups: Int
  package var cache: Design.Cache
  package var seed: UInt64
  package var keep: FilePath?
  package var json: ReportTarget?
  package var csv: ReportTarget?
  package var markdown: ReportTarget?
  package var html: ReportTarget?
  package var trace: ReportTarget?
  package var quiet: Bool
  /// What the options asked for that has no effect together with the others.
  package var notes: [String] = []
  /// As the user wrote it, with the seed.
  package var command: [String]

  /// The words with which the runs of an arm are started, up to where results go.
  package func words(ofArm index: Int) -> [String] {
    let setup = arms[index].setup
    var words = ["process"] + sharedWords
    words += ["--mode", setup.mode, "--workers", "\(setup.workers)"]
    for option in setup.options { words += option.words }
    if index < extraWords.count { words += extraWords[index] }
    return words
  }

  /// That all the runs will lead to no verdict, which is better known before them; nil where there
  /// can be.
  package var tooFewRounds: String? {
    guard arms.count > 1 else { return nil }
    let fewest = Comparison.fewestRounds(among: arms.count - 1)
    guard rounds < fewest else { return nil }
    return "\(Humanised.count(rounds, "round")) of \(arms.count) arms cannot say which is faster: "
      + "verdicts that hold together need \(fewest) (--runs \(fewest))"
  }

  package var targets: [ReportTarget] { [json, csv, markdown, html, trace].compactMap(\.self) }
  /// Whether anything shows how a run went, moment by moment.
  package var wantsTimelines: Bool {
    trace != nil || html != nil || json != nil
  }
}
