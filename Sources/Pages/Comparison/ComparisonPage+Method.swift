import Benchmark
import Figures
import Measure

extension ComparisonPage {
  /// Everything that somebody would have to know to do it again, or to doubt it.
  static func method(_ report: ComparisonReport) -> Page.Section {
    var entries = [
      ("Command", Markup()), ("Machine", machine(report.machine)), ("Jobs", jobs(report.workload)),
      ("Rounds", rounds(report.design)), ("Intervals", intervals(report.design)),
      ("Outputs", outputs(report.workload)), ("I/O", engines(report.arms)),
    ]
    if let circumstances = report.circumstances {
      entries.insert(("Options", Markup(circumstances)), at: 3)
    }
    if !report.notes.isEmpty { entries.append(("Notes", notes(report.notes))) }
    return Page.Section(
      identifier: "method", name: "Method", heading: "How it was measured"
    ) {
      element("dl", ["class": "method"]) {
        for (label, content) in entries {
          element("dt") { label }
          element("dd") {
            if label == "Command" {
              element("code") { report.command.map(quoted).joined(separator: " ") }
            } else {
              content
            }
          }
        }
      }
      order(report)
    }
  }

  private static func notes(_ notes: [String]) -> Markup {
    element("ul") {
      for note in notes { element("li") { note } }
    }
  }

  private static func machine(_ machine: MachineFacts) -> Markup {
    var parts = [Humanised.count(machine.effectiveCPUs, "effective CPU")]
    if let cpu = machine.cpu { parts.insert(cpu, at: 0) }
    if let memory = machine.memory { parts.append("\(Humanised.bytes(memory)) of memory") }
    if let architecture = machine.architecture { parts.append(architecture) }
    if let kernel = machine.kernel { parts.append("kernel \(kernel)") }
    if let governor = machine.governor { parts.append("governor \(governor)") }
    if !machine.loadBefore.isEmpty {
      let loads = machine.loadBefore.map { Humanised.fixed($0, 2) }.joined(separator: ", ")
      parts.append("load before \(loads)")
    }
    return Markup(parts.joined(separator: "; "))
  }

  private static func jobs(_ work: Workload) -> Markup {
    element("div") {
      "\(Humanised.count(work.files, "file")), \(Humanised.bytes(work.inputBytes))"
      if let pixels = work.inputPixels { ", \(Humanised.pixels(pixels))" }
      "; "
      if let chain = work.chain { element("code") { chain } } else { "no filters" }
    }
  }

  private static func rounds(_ design: Design) -> Markup {
    let early =
      design.rounds < design.plannedRounds
      ? " (\(Humanised.count(design.plannedRounds)) were planned)" : ""
    return Markup(
      "\(Humanised.count(design.rounds, "round"))\(early) after "
        + "\(Humanised.count(design.warmups, "warm-up round")), each arm once a round, in an "
        + "order drawn anew for every round (seed \(design.seed)); \(design.cache.rawValue) page "
        + "cache; \(Humanised.duration(design.duration)) in all")
  }

  private static func intervals(_ design: Design) -> Markup {
    let confidence = "\(Humanised.fixed(design.confidence * 100, 0)) %"
    return Markup(
      "Verdicts: signed ranks of the ratios within rounds, widened so that all "
        + "\(Humanised.count(design.comparisons, "comparison")) together hold with \(confidence) "
        + "(Bonferroni). Figures: medians with bootstrap intervals of \(confidence) each, which "
        + "hold the median of few rounds in 87 to 96 % of cases; no verdict follows from them.")
  }

  private static func outputs(_ work: Workload) -> Markup {
    guard let digest = work.outputDigest else { return Markup("Not written.") }
    return element("div") {
      "The same bytes in every run of every arm"
      if let bytes = work.outputBytes { " (\(Humanised.bytes(bytes)))" }
      ": SHA-256 "
      element("code") { digest }
    }
  }

  private static func engines(_ arms: [Arm]) -> Markup {
    var lines: [String] = []
    for arm in arms {
      let line = arm.engines.isEmpty ? "not known" : arm.engines.joined(separator: ", ")
      if !lines.contains(line) { lines.append(line) }
    }
    return Markup(lines.joined(separator: "; "))
  }

  /// As a shell would need it.
  static func quoted(_ word: String) -> String {
    let plain = word.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || ("0"..."9").contains($0)
        || "-_./=:,+%@".unicodeScalars.contains($0)
    }
    if plain, !word.isEmpty { return word }
    return "'"
      + word.split(separator: "'", omittingEmptySubsequences: false)
      .joined(separator: "'\\''") + "'"
  }

  /// In which order arms ran, and what each run took.
  private static func order(_ report: ComparisonReport) -> Markup {
    let rounds = Set(report.arms.flatMap { $0.runs.map(\.round) }).sorted()
    guard !rounds.isEmpty else { return Markup() }
    let places = (report.arms.flatMap { $0.runs.map(\.place) }.max() ?? 0) + 1
    let rows = rounds.map { round in
      var cells = [DataTable.Cell](repeating: .unknown, count: places)
      for arm in report.arms {
        for run in arm.runs where run.round == round && cells.indices.contains(run.place) {
          let wall = run.values[.wall].map { Figure.wall.unit.text($0) } ?? "not known"
          cells[run.place] = .estimate(wall, range: arm.label)
        }
      }
      return DataTable.Row(label: "round \(round + 1)", cells: cells)
    }
    return element("details") {
      element("summary") { "Order and wall time of every run" }
      DataTable(
        caption: "Runs in the order in which they were made.",
        columns: (1...places).map { "run \($0)" },
        parts: [DataTable.Part(label: "Rounds that count", rows: rows)]
      ).markup
    }
  }
}
