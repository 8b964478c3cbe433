import Benchmark
import Claims
import FileIO
import Measure
import Pages
import Platform
import Report
import SystemPackage

/// One `triptych reproduce`, from options to exit status.
struct ReproduceRun {
  private let options: ReproduceOptions
  private let errors = DescriptorSink(.standardError)
  private let output = DescriptorSink(.standardOutput)

  init(_ options: ReproduceOptions) { self.options = options }

  func execute() -> ExitStatus {
    do {
      for target in [options.json, options.html] {
        if let target { try check(target) }
      }
      let scratch = try Scratch()
      if !options.inputs.isEmpty { try CompareJobs.check(inputs: options.inputs, scratch) }
      let experiments = try Experiments(options, scratch, errors: errors)
      let evidence = try experiments.run()
      if let signal = StopSignals.received {
        errors.write("triptych: stopped before everything was measured\n")
        return ExitStatus(rawValue: signal.exitCode)
      }
      return try report(evidence)
    } catch {
      errors.write("triptych: \(error.description)\n")
      return error.status
    }
  }

  private func check(_ target: ReportTarget) throws(CompareError) {
    do {
      try ReportFile.check(target)
    } catch {
      throw CompareError(error.description, .usage)
    }
  }

  private func write(_ text: String, to target: ReportTarget) throws(CompareError) {
    do {
      try ReportFile.write(text, to: target)
    } catch {
      throw CompareError(error.description, .environment)
    }
  }

  private func report(_ evidence: Evidence) throws(CompareError) -> ExitStatus {
    let report = ClaimsReport(
      version: Version.current, command: options.command, evidence: evidence,
      claims: options.convoyOnly ? [] : Claim.all)
    let exports = [options.json, options.html]
    let sink = exports.contains(.standardOutput) ? errors : output
    sink.write(
      ClaimPages.standard.findings(report).joined(separator: "\n") + "\n")
    if let json = options.json { try write(report.json.document, to: json) }
    if let html = options.html { try write(ClaimsPage.html(report), to: html) }
    return report.isSound ? .success : .someFailed
  }
}
