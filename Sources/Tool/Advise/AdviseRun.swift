import Advice
import Execution
import FileIO
import Pipeline
import Platform
import Report
import SystemPackage

/// One `triptych advise`, from options to exit status.
struct AdviseRun {
  private let options: AdviseOptions
  private let errors = DescriptorSink(.standardError)
  private let output = DescriptorSink.standardOutput

  init(_ options: AdviseOptions) { self.options = options }

  func execute() -> ExitStatus {
    do {
      if let json = options.json { try check(json) }
      let scratch = try Scratch()
      guard let findings = try AdviseRun.findings(options, scratch) else {
        errors.write("triptych: stopped before enough was tried\n")
        return ExitStatus(rawValue: StopSignals.received?.exitCode ?? 1)
      }
      let page = AdvicePage(findings, findings.advice())
      let sink = options.json == .standardOutput ? errors : output
      sink.write(page.lines(.standard).joined(separator: "\n") + "\n")
      if let json = options.json { try write(page.json, to: json) }
      return .success
    } catch {
      errors.write("triptych: \(error.description)\n")
      return error.status
    }
  }

  /// Tries what the options name.
  ///
  /// - Returns: nil where somebody asked to stop.
  static func findings(
    _ options: AdviseOptions, _ scratch: Scratch, seed: UInt64 = 1
  ) throws(CompareError) -> Findings? {
    let launcher: Launcher
    do {
      Sys.expectChildren()
      var made = Launcher(scratch: scratch, stop: try StopSignals.install(), tick: nil)
      made.allowsFailures = true
      launcher = made
    } catch {
      throw CompareError("signals cannot be waited for: \(error.description)", .environment)
    }
    let batch = try CompareJobs.options(
      options.words + options.inputWords + ["--io", options.engine.rawValue]
        + ["--output", ArgumentText.encode(scratch.output.bytes), "--"] + options.inputs)
    let plan = try CompareJobs.plan(batch)
    guard !plan.jobs.isEmpty else {
      throw CompareError.nothing(to: "advise")
    }
    return try BatchProbe(launcher: launcher, scratch: scratch).findings(
      plan, batch, words: options.words, effectiveCPUs: options.effectiveCPUs, seed: seed)
  }

  private func check(_ target: ReportTarget) throws(CompareError) {
    do {
      try ReportFile.check(target)
    } catch {
      throw CompareError(error.description, .usage)
    }
  }

  private func write(_ json: JSONValue, to target: ReportTarget) throws(CompareError) {
    do {
      try ReportFile.write(json.document, to: target)
    } catch {
      throw CompareError(error.description, .environment)
    }
  }
}
