import FileIO
import Platform
import Report
import SystemPackage

/// A Python interpreter of this machine, which runs the example and is asked what came of it.
struct PythonInterpreter {
  /// As the user named it.
  let name: String
  let program: FilePath
  let launcher: Launcher
  let scratch: Scratch

  private var script: FilePath { scratch.folder.appending("example.py") }

  /// Why something cannot be had of an interpreter. The others go on.
  struct Absence: Error {
    var reason: String
  }

  /// - Parameter name: a path, or a name to be looked for on PATH.
  init(_ name: String, _ launcher: Launcher, _ scratch: Scratch) throws(Absence) {
    guard let program = PythonInterpreter.find(name) else {
      throw PythonInterpreter.missing(name)
    }
    self.name = name
    self.program = program
    self.launcher = launcher
    self.scratch = scratch
  }

  /// Why there is no such interpreter; nil where there is a file of that name, whatever it does.
  static func absence(of name: String) -> Absence? { find(name) == nil ? missing(name) : nil }

  private static func missing(_ name: String) -> Absence {
    Absence(reason: "there is no '\(name)' on PATH; name it with its whole path, or install it")
  }

  private static func find(_ name: String) -> FilePath? {
    func isFile(_ path: FilePath) -> Bool { ((try? FileFacts.of(path)) ?? nil)?.kind == .file }
    if name.contains("/") { return isFile(FilePath(name)) ? FilePath(name) : nil }
    let places = (Environment.value("PATH") ?? "/usr/bin:/bin").split(separator: ":")
    return places.lazy.map { FilePath(String($0)).appending(name) }.first(where: isFile)
  }

  /// Runs the example with these words.
  ///
  /// - Returns: what it printed; nil where somebody asked to stop.
  func run(_ words: [String]) throws(Absence) -> JSONValue? {
    let ending: Sys.Ending
    do throws(Errno) {
      try prepare()
      let child = try Sys.spawn(
        program, [Array(script.bytes)] + words.map { Array($0.utf8) }, output: scratch.said,
        errors: scratch.complaints)
      // Its worker processes would wait for ever if it alone were ended.
      _ = try launcher.wait(for: child, telling: -child)
      guard let found = try Sys.wait(for: child) else { throw Errno.noChildProcess }
      ending = found
    } catch {
      throw Absence(reason: "it could not be started: \(error.description)")
    }
    if StopSignals.received != nil { return nil }
    guard ending.cause == .exited(code: 0),
      let value = try? JSONValue(parsing: (try? Sys.contents(of: scratch.said)) ?? [])
    else { throw Absence(reason: "it did not run the example: \(complaint)") }
    return value
  }

  private func prepare() throws(Errno) {
    if (try? Sys.status(script)) != nil { return }
    let file = try Sys.open(script, .new)
    try Sys.writeAll(file.borrowed, Array(PythonScript.text.utf8))
  }

  /// The last line of what it said, which is where Python names the error.
  private var complaint: String {
    let said = (try? Sys.contents(of: scratch.complaints)) ?? []
    let lines = said.split(separator: UInt8(ascii: "\n"))
    return lines.last.map { PathText.printable(Array($0)) } ?? "it said nothing"
  }
}
