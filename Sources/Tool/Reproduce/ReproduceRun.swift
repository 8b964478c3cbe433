import Benchmark
import Claims
import Measure
import Pages
import Platform
import Report
import SystemPackage

/// One `triptych reproduce`, from options to exit status.
struct ReproduceRun {
  private let options: ReproduceOptions
  private let errors = DescriptorSink(.standardError)
  private let output = DescriptorSink.standardOutput

  init(_ options: ReproduceOptions) { self.options = options }

  func execute() -> ExitStatus {
    do {
      try Exports.check([options.json, options.html])
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

  private func report(_ evidence: Evidence) throws(CompareError) -> ExitStatus {
    let report = ClaimsReport(
      version: Version.current, command: options.command, evidence: evidence,
      claims: options.convoyOnly ? [] : Claim.all)
    let exports = [options.json, options.html]
    let sink = exports.contains(.standardOutput) ? errors : output
    sink.write(
      ClaimPages.standard.findings(report).joined(separator: "\n") + "\n")
    try Exports.write(options.json) { report.json.document }
    try Exports.write(options.html) { ClaimsPage.html(report) }
    return report.isSound ? .success : .someFailed
  }
}
