import ArgumentParser
import Codecs
import Execution
import FileIO
import Platform
import Report
import SystemPackage

/// `triptych inspect`
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Say what pictures are, and whether they decode without damage.",
    discussion: "Exit codes: 0 all are valid; 1 some are not; 2 wrong usage.")

  @Argument(help: "PNG and JPEG files, and folders of them.") var files: [String]

  @Flag(name: [.short, .long], help: "Enter folders inside folders.") var recursive = false

  @Flag(help: "Print one line of JSON for each file.") var json = false

  @Option(
    help: ArgumentHelp(
      "Refuse pictures of more pixels, such as 100M or 1G (default: 179M).", valueName: "n"),
    transform: { try CountSize.parse($0) })
  var maxPixels: Int?

  @Option(
    help: ArgumentHelp(
      "Refuse files of more bytes, such as 100M (default: 2G).", valueName: "size"),
    transform: { try ByteSize.parse($0) })
  var maxBytes: Int?

  func run() throws {
    let output = DescriptorSink.standardOutput
    let style = Style.fitting(
      isTerminal: Terminal.isTerminal(.standardOutput), environment: Environment.value)
    var options = DecodeOptions()
    if let maxPixels { options.maxPixels = maxPixels }
    var finder = InputFinder(recursive: recursive, avoiding: nil)
    for name in files { finder.take(argument: ArgumentText.path(name)) }
    let errors = DescriptorSink(.standardError)
    for error in finder.unreadable { errors.write("triptych: \(error.description)\n") }
    if finder.found.isEmpty {
      errors.write(
        "nothing to inspect: no PNG or JPEG files found; --recursive enters folders in folders\n")
    }
    var allValid = finder.unreadable.isEmpty
    for (index, input) in finder.found.enumerated() {
      let inspection = Inspection(
        of: input.path, options, limit: maxBytes ?? ExecutionSettings.standardMaxInputBytes)
      allValid = allValid && inspection.isValid
      if json {
        output.write(inspection.json.line + "\n")
      } else {
        let lines = (index > 0 ? [""] : []) + inspection.lines(style)
        output.write(lines.joined(separator: "\n") + "\n")
      }
    }
    if !allValid { throw ExitCode(ExitStatus.someFailed.rawValue) }
  }
}
