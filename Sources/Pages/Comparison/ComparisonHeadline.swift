import Benchmark
import Figures
import Measure

/// What the measurement says, for someone who reads nothing else. Every sentence follows from
/// figures of the report; where they are missing, so is the sentence.
struct ComparisonHeadline {
  struct Fact {
    var value: String
    var label: String
  }

  var title: String
  var verdict: String
  var reasons: [String]
  var facts: [Fact]

  init(_ report: ComparisonReport, _ series: [ComparisonSeries]) {
    let measured = report.arms.filter { $0.figures[.wall] != nil }
    guard let fastest = measured.min(by: { Self.wall($0) < Self.wall($1) }) else {
      title = "Nothing was measured"
      verdict = "No run was finished, so there is nothing to compare."
      reasons = []
      facts = []
      return
    }
    let baseline = report.arms[report.baseline]
    (title, verdict) = Self.result(measured, fastest, baseline, report.design)
    reasons = Self.reasons(series, report, fastest)
    facts = Self.facts(fastest, report)
  }

  private static func wall(_ arm: Arm) -> Double { arm.figures[.wall]?.value ?? .infinity }

  private static func result(
    _ measured: [Arm], _ fastest: Arm, _ baseline: Arm, _ design: Design
  ) -> (title: String, verdict: String) {
    guard measured.count > 1 else {
      return ("One way was measured: \(fastest.label)", "There is nothing to compare it with.")
    }
    let (rival, isFastest) = rival(of: fastest, among: measured, design)
    let first =
      "\(isFastest ? "Fastest here" : "Fastest by its median"): \(ComparisonArm.name(fastest))"
    guard fastest.label != baseline.label else {
      let verdicts = measured.compactMap { $0.comparison?.verdict }
      return verdicts.allSatisfy { $0 == .slower }
        ? (first, "Every other way is slower than this baseline." + rival)
        : (
          "Nothing was shown to be faster than \(baseline.label)",
          "It is the baseline, and its median is the lowest." + rival
        )
    }
    guard let comparison = fastest.comparison, let sentence = fastest.sentence else {
      return ("Fastest by its median: \(ComparisonArm.name(fastest))", "Not compared.")
    }
    let confidence = "\(Humanised.fixed(design.confidence * 100, 0)) % confidence"
    switch comparison.verdict {
    case .faster:
      let text = sentence.prefix(1).uppercased() + sentence.dropFirst()
      return (first, "\(text), at \(confidence).\(measured.count > 2 ? rival : "")")
    case .slower, .noDifferenceShown, .tooFewRounds:
      return (
        "No way was shown to be the fastest",
        "\(fastest.label) has the lowest median, yet: \(sentence)."
      )
    }
  }

  /// How the arm with the lowest median compares with the others: being first by the median is no
  /// proof. It is the fastest if it is shown to be faster than each of them, with intervals that
  /// allow for as many comparisons. That which arm it is was seen from the same rounds needs no
  /// more: for a wrong one to be called the fastest it has to be shown to be faster than the one
  /// that is, and there are only so many arms that could be.
  ///
  /// - Returns: what to say of the next best, or of the best that was not shown to be slower; and
  ///   whether all were.
  private static func rival(
    of fastest: Arm, among measured: [Arm], _ design: Design
  ) -> (text: String, isFastest: Bool) {
    let others = measured.filter { $0.label != fastest.label }.sorted { wall($0) < wall($1) }
    let comparisons = others.map { other in
      Comparison(
        of: fastest.runs.compactMap { $0.values[.wall] },
        to: other.runs.compactMap { $0.values[.wall] },
        among: design.comparisons, confidence: design.confidence)
    }
    let isFastest = comparisons.allSatisfy { $0?.verdict == .faster }
    let index = comparisons.firstIndex { $0?.verdict != .faster } ?? 0
    guard others.indices.contains(index), let comparison = comparisons[index] else {
      return ("", false)
    }
    let rival = others[index].label
    let sentence = comparison.sentence(baseline: rival)
    let text =
      switch comparison.verdict {
      case .faster, .slower: " Next best is \(rival): \(fastest.label) is \(sentence)."
      case .noDifferenceShown: " Between it and \(rival): \(sentence)."
      case .tooFewRounds: " Beside \(rival): \(sentence)."
      }
    return (text, isFastest)
  }

  private static func facts(_ fastest: Arm, _ report: ComparisonReport) -> [Fact] {
    var facts: [Fact] = []
    if let wall = fastest.figures[.wall] {
      facts.append(
        Fact(
          value: Figure.wall.unit.text(wall.value),
          label: "wall time of \(fastest.label), median"))
      if wall.value > 0 {
        let rate = Double(report.workload.files) / (wall.value / 1e9)
        facts.append(Fact(value: Humanised.figures(rate), label: "files a second"))
      }
    }
    if let cores = fastest.figures[.effectiveCores] {
      facts.append(
        Fact(
          value: Humanised.figures(cores.value),
          label: "effective cores, of \(Humanised.count(report.machine.effectiveCPUs, "CPU"))"))
    }
    if let memory = fastest.figures[.peakMemory] ?? fastest.figures[.peakResident] {
      facts.append(
        Fact(value: Figure.peakMemory.unit.text(memory.value), label: "memory at the peak"))
    }
    return facts
  }
}
