import ArgumentParser

/// What is said about the work.
struct ReportingArguments: ParsableArguments {
  @Flag(help: "Print one line of JSON for each file on standard output.")
  var json = false

  @Option(
    help: ArgumentHelp(
      "Write sums, counts and histograms as JSON (- for standard output).", valueName: "file"))
  var report: String?

  @Option(
    help: ArgumentHelp(
      "Record when what happened, for ui.perfetto.dev (- for standard output).", valueName: "file"))
  var trace: String?

  @Flag(name: [.short, .long], help: "Say nothing but what went wrong.")
  var quiet = false
}
