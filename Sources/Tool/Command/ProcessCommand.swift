import ArgumentParser

/// `triptych process`
struct ProcessCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "process",
    abstract: "Filter, resize and convert files and folders.",
    usage: "triptych process <input> ... -o <dir> [-f <chain>] [<options>]",
    discussion: """
      Exit codes: 0 all done; 1 some files failed; 2 wrong usage; 75 the machine failed (disk full, \
      I/O error) and it may be tried again; 129, 130 or 143 stopped by SIGHUP, SIGINT or \
      SIGTERM. The first signal lets files in flight finish, the second drops them.
      """)

  @OptionGroup(title: "Input") var input: InputArguments
  @OptionGroup(title: "Output") var output: OutputArguments
  @OptionGroup(title: "Pictures") var picture: PictureArguments
  @OptionGroup(title: "Running") var execution: ExecutionArguments
  @OptionGroup(title: "Modes") var mode: ModeArguments
  @OptionGroup(title: "Reporting") var reporting: ReportingArguments

  func run() throws {
    let options = try resolved(on: .this)
    var run = ProcessRun(options)
    let code = try run.execute()
    if code != .success { throw ArgumentParser.ExitCode(code.rawValue) }
  }
}
