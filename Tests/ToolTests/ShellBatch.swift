import SystemPackage
import TestSupport
import Testing

/// Copies of fixtures in a folder, and runs of the tool over it that a shell prepares: with
/// `ulimit`, say.
struct ShellBatch {
  let folder: TemporaryFolder
  var inputs: FilePath { folder.appending("in") }
  var output: FilePath { folder.appending("out") }

  init() throws {
    folder = try TemporaryFolder()
    try Files.createFolder(inputs)
  }

  func put(_ copies: Int, of fixture: String = "png/gradients-rgb8.png") throws {
    let bytes = try Files.read(Places.fixtures.pushing(FilePath(fixture)))
    for copy in 0..<copies { try Files.write(bytes, to: inputs.appending("\(copy).png")) }
  }

  /// - Parameter shell: what it does first; `true` is nothing.
  func start(_ shell: String, _ options: [String]) throws -> Process {
    let words =
      [Places.triptych.string, "process", inputs.string, "-o", output.string, "--json"] + options
    return try Process("/bin/sh", ["-c", "\(shell); exec " + words.joined(separator: " ")])
  }

  /// Returns when something was written, or after seconds in which nothing was.
  func waitForOutput() {
    wait { (try? Files.tree(output).isEmpty) == false }
  }

  func run(
    _ shell: String, _ options: [String], within seconds: Double = 60
  ) throws -> Process.Result {
    let process = try start(shell, options)
    try #require(try process.ends(within: seconds), "hangs under \(shell)")
    return try process.wait()
  }
}
