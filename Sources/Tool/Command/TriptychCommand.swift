import ArgumentParser
import Codecs
import FileIO
import Filters
import Platform
import SystemPackage
import Vectors

/// The whole command line.
struct TriptychCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "triptych",
    abstract: "Process folders of PNG and JPEG pictures, three ways.",
    discussion: """
      The same work runs on threads under a global lock like CPython's (locked), on threads \
      (free), or in processes (forked), with the same bytes as a result.
      """,
    version: "\(Version.current) (vectors: \(Vectors.chosen.name); \(Version.libraries))",
    subcommands: [
      ProcessCommand.self, CompareCommand.self, ReproduceCommand.self, AdviseCommand.self,
      FiltersCommand.self, InspectCommand.self,
    ])
}

package enum Version {
  package static let current = "0.1.0"
  /// Those that decide about outputs' bytes.
  package static let libraries = "\(CodecLibraries.versions), \(ColorLibrary.version)"
}

/// What `main` calls.
package enum CommandLineTool {
  /// Runs the command that the arguments name and says what went wrong.
  ///
  /// - Returns: the exit code.
  package static func run(_ arguments: [String]) -> CInt {
    Sys.endCrashesAtOnceWhereMemoryIsLimited()
    Sys.openStandardStreams()
    DescriptorSink.ignoreWriteSignals()
    Sys.keepFreedMemory()
    do {
      // Lets tests make system calls fail; costs a look at the environment.
      try Faults.installFromEnvironment()
      try checkCommand(arguments)
      var command = try parse(joiningNegativeValues(arguments))
      try command.run()
      return ended(ExitStatus.success.rawValue)
    } catch let error as UsageError {
      DescriptorSink(.standardError).write("triptych: \(error.description)\n")
      return ExitStatus.usage.rawValue
    } catch {
      let code = TriptychCommand.exitCode(for: error)
      var message = TriptychCommand.fullMessage(for: error)
      if arguments.first == "process" { message = OptionHints.improve(message) }
      let sink = code.isSuccess ? DescriptorSink.standardOutput : DescriptorSink(.standardError)
      if !message.isEmpty { sink.write(message + "\n") }
      // The parser reports wrong usage as EX_USAGE; tools of this kind use 2.
      return ended(code == .validationFailure ? ExitStatus.usage.rawValue : code.rawValue)
    }
  }

  /// The exit code of a command that would end with another one. Whoever redirects its output to a
  /// disk that is full must hear of it, whatever the command.
  private static func ended(_ code: CInt) -> CInt {
    let isWell = code == ExitStatus.success.rawValue || code == ExitStatus.someFailed.rawValue
    guard isWell, let error = DescriptorSink.standardOutput.error else { return code }
    DescriptorSink(.standardError).write("triptych: \(error.description)\n")
    return ExitStatus.environment.rawValue
  }

  /// The command that the arguments name, with their values.
  ///
  /// Its own parser is asked first: on the way from the root, `ArgumentParser` works out every
  /// option of the command once more, a millisecond or so. What that parser refuses the root sees
  /// too, which knows `--version`, and whose help and errors name the whole command.
  private static func parse(_ arguments: [String]) throws -> any ParsableCommand {
    let named = TriptychCommand.configuration.subcommands.first {
      $0.configuration.commandName == arguments.first
    }
    if let command = try? named?.parseAsRoot(Array(arguments.dropFirst())),
      type(of: command) == named
    {
      return command
    }
    return try TriptychCommand.parseAsRoot(arguments)
  }

  /// What `run` would say of an error, without the tool's name before it.
  package static func explanation(of error: any Error) -> String {
    if let error = error as? UsageError { return error.description }
    return TriptychCommand.message(for: error)
  }

  /// Writes `--workers -1` as `--workers=-1`: the parser would take the number for an option and
  /// say that the value is missing, while whoever wants the value can say what is wrong with it. No
  /// option begins with a digit but `-0`.
  package static func joiningNegativeValues(_ arguments: [String]) -> [String] {
    var joined: [String] = []
    var isOver = false
    for argument in arguments {
      isOver = isOver || argument == "--"
      let isNumber =
        argument.hasPrefix("-") && argument != "-0"
        && argument.dropFirst().first.map { $0.isASCII && $0.isNumber } == true
      if !isOver, isNumber, let option = joined.last, mayTakeValue(option) {
        joined[joined.count - 1] = option + "=" + argument
      } else {
        joined.append(argument)
      }
    }
    return joined
  }

  /// Whether it is a long option without a value, or a letter.
  private static func mayTakeValue(_ option: String) -> Bool {
    if option.hasPrefix("--") { return !option.contains("=") }
    return option.count == 2 && option.hasPrefix("-") && option.last?.isLetter == true
  }

  /// Refuses a command that does not exist; the parser would take it for a surplus argument.
  private static func checkCommand(_ arguments: [String]) throws(UsageError) {
    let names = TriptychCommand.configuration.subcommands.compactMap {
      $0.configuration.commandName
    }
    guard let name = arguments.first, !name.hasPrefix("-"), name != "help", !names.contains(name)
    else { return }
    let hint = Suggestion.nearest(to: name, among: names).map { " Did you mean '\($0)'?" } ?? ""
    throw UsageError(
      "there is no command '\(name)'.\(hint) 'triptych --help' lists them all")
  }

  /// What the arguments of `triptych process` come to, for tests.
  ///
  /// - Throws: what is wrong with them.
  package static func processOptions(
    _ arguments: [String], on machine: Machine
  ) throws -> ProcessOptions {
    guard
      let command = try parse(joiningNegativeValues(["process"] + arguments)) as? ProcessCommand
    else { throw UsageError("these are arguments of another command") }
    return try command.resolved(on: machine)
  }

  /// The arguments of this process, ready for `run`.
  package static var arguments: [String] { ArgumentText.ofProcess() }
}
