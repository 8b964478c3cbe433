import ArgumentParser
import Pipeline

extension IfExists: ExpressibleByArgument {}

/// Where results go.
struct OutputArguments: ParsableArguments {
  @Option(
    name: [.short, .long],
    help: ArgumentHelp("Folder that results go to; made if missing.", valueName: "dir"))
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

  @Flag(help: "Say what would be done, and do nothing.")
  var dryRun = false

  @Flag(help: "Stop at the first file that fails.")
  var failFast = false
}
