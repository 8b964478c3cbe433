import ArgumentParser
import Pipeline

extension IfExists: Choice {}

/// Where results go.
struct OutputArguments: ParsableArguments {
  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "Folder that results go to; made if missing.",
      discussion: "It may be a link; links to folders inside it are not followed.",
      valueName: "dir"))
  var output: String

  @Option(
    help: ArgumentHelp(
      "What to do where an output exists; stale redoes it if the input is newer.",
      discussion: """
        Clashes are found before any work starts. An input is replaced by its own output only \
        when it was named itself, not found in a folder, and this says overwrite.
        """,
      valueName: "what"))
  var ifExists = IfExists.error

  @Flag(
    help: ArgumentHelp(
      "Go on where a run that was killed, or whose machine failed, left off.",
      discussion: """
        What it finished is known by the input's size and time, the recipe and the tool's version, \
        from a journal in the output folder. What changed since, or is damaged, is done again.
        """))
  var resume = false

  @Flag(help: "With --resume, know files by their content, not by size and time.")
  var checkContent = false

  @Option(
    help: ArgumentHelp(
      "Of the inputs, do only those that failed in the run that wrote this report.",
      valueName: "report"))
  var retryFailed: String?

  @Flag(help: "Say what would be done, and do nothing.")
  var dryRun = false

  @Flag(
    help: ArgumentHelp(
      "Stop at the first file that fails.",
      discussion: """
        Files that were begun by then are finished. The largest are begun first, so it need not be \
        the first of those named that ends the run.
        """))
  var failFast = false
}
