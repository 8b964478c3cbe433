import Benchmark
import Claims
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
    DescriptorSink(.standardOutput).write(lines.joined(separator: "\n") + "\n")
  }

  /// What a claim says, how it is put to the test, and when it holds.
  package func explanation(of claim: Claim) -> [String] {
    var lines = wrapped(style.bold(claim.id.rawValue) + "  ", claim.sentence)
    for (title, text) in [
      ("What is run", claim.experiment), ("When it holds", claim.rule),
      ("Why the bars stand there", claim.because),
    ] {
      lines += ["", style.bold(title)] + pages.wrapped(text, indent: 2)
    }
    return lines
  }

  /// What became of each claim.
  package func findings(_ judgements: [Judgement], _ evidence: Evidence) -> [String] {
    var lines = heading(evidence)
    for judgement in judgements { lines += [""] + finding(judgement) }
    return lines + [""] + wrapped("", total(judgements))
  }

  private func heading(_ evidence: Evidence) -> [String] {
    guard let report = evidence.computing else { return [] }
    let machine = report.machine
    let cpus = Humanised.count(machine.effectiveCPUs, "CPU")
    let name = machine.cpu.map { " (\($0))" } ?? ""
    let workload = report.workload
    let size = workload.inputPixels.map { ", " + Humanised.pixels($0) } ?? ""
    return wrapped(
      "",
      "On this machine: \(cpus)\(name), \(Humanised.count(workload.files, "picture"))\(size), "
        + "\(workload.chain ?? "no filter"), medians of "
        + "\(Humanised.count(report.design.rounds, "round")) with 95 % intervals, "
        + "seed \(report.design.seed).")
  }

  private func finding(_ judgement: Judgement) -> [String] {
    let id = judgement.claim.id.rawValue
    let margin = String(repeating: " ", count: 4)
    var lines = [style.bold(id) + "  " + verdict(judgement.verdict)]
    lines += wrapped(margin, style.bold(judgement.claim.sentence))
    if let measured = judgement.measured { lines += wrapped(margin, sentence(measured)) }
    if let reason = judgement.verdict.reason { lines += wrapped(margin, sentence(reason)) }
    return lines
  }

  private func verdict(_ verdict: ClaimVerdict) -> String {
    switch verdict {
    case .holds: style.green("HOLDS")
    case .fails: style.red("DOES NOT HOLD")
    case .cannotBeShown: style.yellow("CANNOT BE SHOWN HERE")
    }
  }

  private func total(_ judgements: [Judgement]) -> String {
    let holding = judgements.count { $0.verdict == .holds }
    let failing = judgements.count { $0.verdict == .fails }
    let open = judgements.count - holding - failing
    return "\(holding) of \(judgements.count) claims hold on this machine, \(failing) "
      + "\(failing == 1 ? "does" : "do") not, and \(open) cannot be shown here. "
      + "'triptych reproduce --explain C4' tells how a claim is judged."
  }

  private func sentence(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst() + (text.hasSuffix(".") ? "" : ".")
  }

  private var pages: ManualPages { ManualPages(width: width, style: style) }

  /// Text whose lines begin below the end of `start`, which is as wide as it looks.
  private func wrapped(_ start: String, _ text: String) -> [String] {
    let indent = start.filter { $0 == " " }.count == start.count ? start.count : 4
    let lines = pages.wrapped(text, indent: indent)
    guard indent != start.count, let first = lines.first else { return lines }
    return [start + first.dropFirst(indent)] + lines.dropFirst()
  }
}
