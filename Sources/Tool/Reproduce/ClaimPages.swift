import Benchmark
import Claims
import Figures
import Measure
import Platform
import SystemPackage

/// Claims and what became of them, laid out for reading.
package struct ClaimPages {
  package var width: Int
  package var style: Style

  package init(width: Int, style: Style) {
    self.width = min(max(width, 40), 100)
    self.style = style
  }

  /// For standard output.
  static var standard: ClaimPages {
    ClaimPages(
      width: Terminal.width(.standardOutput) ?? 80,
      style: .fitting(
        isTerminal: Terminal.isTerminal(.standardOutput), environment: Environment.value))
  }

  func show(_ lines: [String]) {
    DescriptorSink.standardOutput.write(lines.joined(separator: "\n") + "\n")
  }

  /// What a claim says, how it is put to the test, and when it holds.
  package func explanation(of claim: Claim) -> [String] {
    var lines = hanging(claim.id.rawValue + "  ", claim.sentence).map(style.bold)
    for (title, text) in [
      ("What is run", claim.experiment), ("When it holds", claim.rule),
      ("Why the bars stand there", claim.because),
    ] {
      lines += ["", style.bold(title)] + pages.wrapped(text, indent: 2)
    }
    lines += ["", style.bold("See it for yourself")]
    lines += pages.wrapped(claim.id.commandsNote, indent: 2) + [""]
    for command in claim.id.commands { lines += pasteable(command) }
    return lines
  }

  /// What became of each claim, and whatever else was measured.
  package func findings(_ report: ClaimsReport) -> [String] {
    var lines = heading(report.evidence)
    for judgement in report.judgements { lines += [""] + finding(judgement) }
    lines += convoy(report.evidence.convoys)
    lines += PythonPage(evidence: report.evidence, pages: self).lines
    if !report.judgements.isEmpty { lines += [""] + wrapped(total(report), indent: 0) }
    return lines.first == "" ? Array(lines.dropFirst()) : lines
  }

  private func heading(_ evidence: Evidence) -> [String] {
    guard let report = evidence.computing else { return [] }
    let machine = report.machine
    let cpus = Humanised.count(machine.effectiveCPUs, "CPU")
    let name = machine.cpu.map { " (\($0))" } ?? ""
    let workload = report.workload
    let size = workload.inputPixels.map { ", " + Humanised.pixels($0) } ?? ""
    return wrapped(
      "On this machine: \(cpus)\(name), \(Humanised.count(workload.files, "picture"))\(size), "
        + "\(workload.chain ?? "no filter"), typical values of "
        + "\(Humanised.count(report.design.rounds, "round")) with 95 % intervals, "
        + "seed \(report.design.seed). \(evidence.picturesText)", indent: 0)
  }

  private func finding(_ judgement: Judgement) -> [String] {
    let claim = judgement.claim
    var lines = [style.bold(claim.id.rawValue) + "  " + verdict(judgement.verdict)]
    lines += labelled("claim", claim.sentence) + labelled("run", claim.run)
    if let measured = judgement.measured { lines += labelled("measured", sentence(measured)) }
    if let reason = judgement.verdict.reason { lines += labelled("but", sentence(reason)) }
    return lines
  }

  /// How late a thread is back, by switch interval and by company.
  private func convoy(_ runs: [ConvoyRun]) -> [String] {
    guard !runs.isEmpty else { return [] }
    return [""]
      + hanging("Convoy  ", "how late a thread computes again when what it waited for came")
      .map(style.bold) + wrapped(ConvoyRun.about, indent: 4) + [""] + convoyTable(runs)
  }

  func convoyTable(_ runs: [ConvoyRun]) -> [String] {
    guard !runs.isEmpty else { return [] }
    var table = TextTable()
    table.add("switch interval", "beside it", "median", "90 %", "99 %", "samples")
    for run in runs {
      let lock = run.switchInterval.map { Humanised.duration($0) } ?? "no lock"
      let times = [0.5, 0.9, 0.99].map { run.lateness($0).map { Humanised.duration($0) } ?? "–" }
      table.add(
        [lock, Humanised.count(run.computing, "thread")] + times
          + [Humanised.count(run.lateness.count)])
    }
    return table.lines(indent: 4)
  }

  private func verdict(_ verdict: ClaimVerdict) -> String {
    switch verdict {
    case .holds: style.green("HOLDS")
    case .fails: style.red("DOES NOT HOLD")
    case .cannotBeShown: style.yellow("CANNOT BE SHOWN HERE")
    }
  }

  private func total(_ report: ClaimsReport) -> String {
    let holding = report.count { $0 == .holds }
    let failing = report.count { $0 == .fails }
    let open = report.judgements.count - holding - failing
    return "\(holding) of \(report.judgements.count) claims hold on this machine, \(failing) "
      + "\(failing == 1 ? "does" : "do") not, and \(open) cannot be shown here. "
      + "'triptych reproduce --explain C4' tells how a claim is judged."
  }

  private func sentence(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst() + (text.hasSuffix(".") ? "" : ".")
  }

  /// A command line that a shell takes as one, though it is laid out in several.
  private func pasteable(_ command: String) -> [String] {
    let room = ManualPages(width: width - 2, style: style)
    let parts = room.wrapped(command, indent: 4)
    return parts.enumerated().map { index, part in
      (index == 0 ? "  " + part.dropFirst(4) : part) + (index < parts.count - 1 ? " \\" : "")
    }
  }

  private var pages: ManualPages { ManualPages(width: width, style: style) }

  /// A word in front, and a text whose lines hang beside it.
  func labelled(_ label: String, _ text: String) -> [String] {
    hanging("    " + label + String(repeating: " ", count: max(10 - label.count, 1)), text)
  }

  private func hanging(_ start: String, _ text: String) -> [String] {
    let lines = wrapped(text, indent: start.count)
    guard let first = lines.first else { return [start.trimmingTrailingSpaces] }
    return [start + first.dropFirst(start.count)] + lines.dropFirst()
  }

  /// Lines that end between words, but not between a number and its per cent sign.
  func wrapped(_ text: String, indent: Int) -> [String] {
    let glue = "\u{A0}%"
    return pages.wrapped(
      text.split(separator: " %", omittingEmptySubsequences: false)
        .joined(separator: glue), indent: indent
    )
    .map { $0.split(separator: glue, omittingEmptySubsequences: false).joined(separator: " %") }
  }
}
