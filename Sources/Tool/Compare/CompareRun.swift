import Benchmark
import Figures
import FileIO
import Measure
import Pages
import Platform
import Report
import SystemPackage

/// One `triptych compare`, from options to exit status.
struct CompareRun {
  private let options: CompareOptions
  private let errors = DescriptorSink(.standardError)
  private let output = DescriptorSink(.standardOutput)

  init(_ options: CompareOptions) { self.options = options }

  func execute() -> ExitStatus {
    do {
      for target in options.targets { try check(target) }
      let scratch = try Scratch()
      let jobs = try CompareJobs(options, scratch)
      if options.selfCheck {
        return try SelfCheck(options, errors: errors, output: output).run(jobs, scratch)
      }
      let measurement = try Measurement(options, jobs, scratch, errors: errors)
      var result = try measurement.run()
      result.report.analyse(Bootstrap(seed: options.seed))
      try show(result)
      if result.report.stopped == nil, let folder = options.keep {
        try measurement.keep(in: folder)
      }
      guard let signal = StopSignals.received else { return .success }
      return ExitStatus(rawValue: signal.exitCode)
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

  private func show(_ result: Measurement.Result) throws(CompareError) {
    let report = result.report
    let style = Style.fitting(
      isTerminal: Terminal.isTerminal(.standardOutput), environment: Environment.value)
    let width = Terminal.width(.standardOutput) ?? 80
    // Whoever sends an export to standard output wants that and nothing else there.
    let sink = options.targets.contains(.standardOutput) ? errors : output
    sink.write(
      ComparisonTable(report, style: style, width: width).lines.joined(separator: "\n") + "\n")
    try write(options.json) { report.json.document }
    try write(options.csv) { report.csv }
    try write(options.markdown) { ComparisonMarkdown(report).text }
    try write(options.html) { ComparisonPage.html(report) }
    try write(options.trace) { result.trace }
  }

  private func write(
    _ target: ReportTarget?, _ text: () -> String
  ) throws(CompareError) {
    guard let target else { return }
    do {
      try ReportFile.write(text(), to: target)
    } catch {
      throw CompareError(error.description, .environment)
    }
  }
}
