import Benchmark
import Figures
import Measure
import Pages
import Platform
import Report
import SystemPackage

/// One `triptych compare`, from options to exit status.
struct CompareRun {
  private let options: CompareOptions
  private let errors = DescriptorSink(.standardError)
  private let output = DescriptorSink.standardOutput

  init(_ options: CompareOptions) { self.options = options }

  func execute() -> ExitStatus {
    do {
      for note in options.notes where !options.quiet { errors.write("note: \(note)\n") }
      try Exports.check(options.targets)
      let scratch = try Scratch()
      let jobs = try CompareJobs(options, scratch)
      if options.selfCheck {
        return try SelfCheck(options, errors: errors, output: output).run(jobs, scratch)
      }
      let measurement = try Measurement(options, jobs, scratch, errors: errors)
      var result = try measurement.run()
      result.report.analyse(Bootstrap(seed: options.seed))
      try show(result)
      if let folder = options.keep {
        if result.report.stopped == nil {
          try measurement.keep(in: folder)
        } else if !options.quiet {
          errors.write("note: stopped, so nothing was put into \(folder.printable)\n")
        }
      }
      guard let signal = StopSignals.received else { return .success }
      return ExitStatus(rawValue: signal.exitCode)
    } catch {
      errors.write("triptych: \(error.description)\n")
      return error.status
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
    try Exports.write(options.json) { report.json.document }
    try Exports.write(options.csv) { report.csv }
    try Exports.write(options.markdown) { ComparisonMarkdown(report).text }
    try Exports.write(options.html) { ComparisonPage.html(report) }
    try Exports.write(options.trace) { result.trace }
  }
}
