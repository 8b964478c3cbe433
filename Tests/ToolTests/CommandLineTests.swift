import SystemPackage
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// The built program, used as from a shell.
@Suite(
  .enabled(if: Places.exists(Places.triptych), "triptych was not built beside the tests"))
struct CommandLineTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func run(_ arguments: String...) throws -> Process.Result {
    try Process.run(Places.triptych, arguments)
  }

  private func path(_ name: String) -> String { folder.path.appending(name).string }

  private func text(_ name: String) throws -> String {
    String(decoding: try Files.read(folder.appending(name)), as: UTF8.self)
  }

  /// A folder `in` with two good pictures, one in a folder of its own, and none that is bad.
  private func fill(_ extra: [String: String] = [:]) throws {
    try Files.createFolder(folder.appending("in"))
    try Files.createFolder(folder.path.appending("in").appending("sub"))
    for (source, name) in [
      ("png/gradients-rgb8.png", "in/a.png"), ("jpeg/landscape-420.jpg", "in/sub/b.jpg"),
    ] {
      let bytes = try Files.read(Places.fixtures.pushing(FilePath(source)))
      try Files.write(bytes, to: folder.path.pushing(FilePath(name)))
    }
    for (name, content) in extra {
      try Files.write(content.utf8, to: folder.path.pushing(FilePath(name)))
    }
  }

  @Test(arguments: ["inline", "free", "locked", "forked"])
  func aFolderIsProcessedInEveryMode(mode: String) throws {
    try fill()
    let result = try run(
      "process", path("in"), "-r", "-o", path("out"), "-f", "invert", "--mode", mode,
      "--workers", "2", "--json", "--report", path("r.json"))
    #expect(result.ending == .exit(0), "\(result.errors)")
    #expect(try Files.tree(folder.appending("out")).filter { $0.contains(".") }.count == 2)
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.allSatisfy { $0.contains(#""status":"done""#) })
    #expect(result.errors.contains("2 done"))
    #expect(try text("r.json").contains(#""mode": "\#(mode)""#))
  }

  @Test func oneBadFileStopsNoOther() throws {
    try fill(["in/bad.png": "not a picture"])
    let result = try run("process", path("in"), path("gone.png"), "-r", "-o", path("out"))
    #expect(result.ending == .exit(1))
    #expect(result.errors.contains("2 done, 2 failed"))
    for name in ["in/bad.png", "gone.png"] {
      let naming = result.errors.split(separator: "\n").filter { $0.contains(name) }
      #expect(naming.count == 1, "each failure is said once: \(result.errors)")
    }
  }

  @Test func quietNamesFailuresOnly() throws {
    try fill(["in/bad.png": "not a picture"])
    let result = try run("process", path("in"), "-r", "-o", path("out"), "-q")
    #expect(result.ending == .exit(1))
    #expect(result.output.isEmpty)
    #expect(result.errors.split(separator: "\n").count == 1)
    #expect(result.errors.contains("bad.png"))
  }

  @Test(arguments: [
    [], ["nonsense"], ["process"], ["process", "x"], ["process", "x", "-o", "y", "--workers", "0"],
    ["process", "x", "-o", "y", "-f", "resize=800x800,gausian=sigma=2"], ["filters", "gausian"],
    ["inspect"], ["process", "x", "-o", "y", "--files-from", "/nonexistent"],
    ["process", "x", "-o", "y", "--report", "/nonexistent/r.json"],
    ["process", "x", "-o", "/proc/nowhere"],
  ])
  func wrongUsageExitsWithTwo(arguments: [String]) throws {
    let result = try Process.run(Places.triptych, arguments)
    // Without any argument the help is shown, as after --help.
    #expect(result.ending == .exit(arguments.isEmpty ? 0 : 2))
    if !arguments.isEmpty {
      #expect(result.output.isEmpty)
      #expect(!result.errors.isEmpty)
    }
  }

  /// A command's own parser would say no more than its own name, and knows no version.
  @Test func everyCommandIsToldOfWithTheTool() throws {
    for command in ["process", "compare", "reproduce", "advise", "filters", "inspect"] {
      let helps = try [[command, "--help"], [command, "-h"], ["help", command]].map {
        try Process.run(Places.triptych, $0)
      }
      for help in helps {
        #expect(help.ending == .exit(0))
        #expect(help.output.contains("triptych \(command)"), "\(help.output)")
        #expect(help.output == helps[0].output)
      }
      let version = try run(command, "--version")
      #expect(version.ending == .exit(0))
      #expect(version.output == (try run("--version")).output)
      let wrong = try run(command, "--no-such-option")
      #expect(wrong.ending == .exit(2))
      #expect(wrong.errors.contains("triptych \(command) "), "\(wrong.errors)")
    }
  }

  @Test(.enabled(if: Places.program("pkg-config") != nil, "pkg-config is absent"))
  func theVersionNamesTheLibraries() throws {
    let version = try run("--version").output
    for library in ["libpng", "libjpeg", "libdeflate", "zlib", "lcms2"] {
      let known = try Process.run(
        #require(Places.program("pkg-config")), ["--modversion", library])
      let number = known.output.split(separator: "\n").first ?? ""
      let name = library == "libjpeg" ? "libjpeg-turbo" : library
      #expect(known.ending == .exit(0))
      #expect(version.contains("\(name) \(number)"), "\(version)")
    }
  }

  @Test func mistakesInChainsArePointedAt() throws {
    let result = try run("process", "x", "-o", "y", "-f", "resize=800x800,gausian=sigma=2")
    let lines = result.errors.split(separator: "\n").map(String.init)
    #expect(lines.contains("  resize=800x800,gausian=sigma=2"))
    #expect(lines.contains { $0.hasPrefix("                 ^^^^^^^") })
    #expect(result.errors.contains("'gaussian'"))
  }

  @Test func clashesAreFoundBeforeAnyWork() throws {
    try fill()
    #expect(try run("process", path("in"), "-o", path("out")).ending == .exit(0))
    let again = try run("process", path("in"), "-r", "-o", path("out"))
    #expect(again.ending == .exit(2))
    #expect(again.errors.contains("a.png: exists"))
    #expect(!Places.exists(folder.path.pushing("out/sub")))
    let skipping = try run("process", path("in"), "-r", "-o", path("out"), "--if-exists", "skip")
    #expect(skipping.ending == .exit(0))
    #expect(skipping.errors.contains("1 done, 1 skipped"))
  }

  @Test func aDryRunDoesNothing() throws {
    try fill()
    let result = try run("process", path("in"), "-r", "-o", path("out"), "--dry-run")
    #expect(result.ending == .exit(0))
    #expect(result.output.contains("in/sub/b.jpg -> "))
    #expect(result.output.contains("2 files to process"))
    #expect(!Places.exists(folder.appending("out")))
  }

  @Test func namesThatAreNoTextGoThroughUnharmed() throws {
    try fill()
    let name = [UInt8](path("in").utf8) + [UInt8(ascii: "/"), 0xFF, 0x0A] + Array(".png".utf8)
    let bytes = try Files.read(Places.fixtures.pushing("png/gradients-rgb8.png"))
    let hostile = name.map { CChar(bitPattern: $0) } + [0]
    try Files.write(bytes, to: FilePath(platformString: hostile))
    let result = try run("process", path("in"), "-o", path("out"), "--json")
    #expect(result.ending == .exit(0), "\(result.errors)")
    #expect(result.output.contains(#""input_hex":""#))
    #expect(result.output.split(separator: "\n").count == 2)
  }

  @Test func inspectSaysWhatPicturesAre() throws {
    let progressive = Places.fixtures.pushing("jpeg/landscape-progressive.jpg").string
    let result = try run("inspect", progressive)
    #expect(result.ending == .exit(0))
    #expect(result.output.contains("progressive JPEG"))
    #expect(result.output.contains("subsampling 4"))
    try fill(["in/bad.png": "not a picture"])
    let bad = try run("inspect", "--json", path("in/a.png"), path("in/bad.png"))
    #expect(bad.ending == .exit(1))
    let lines = bad.output.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.first?.contains(#""valid":true"#) == true)
    #expect(lines.last?.contains(#""valid":false"#) == true)
  }

  /// One would be waited for, the other is larger than memory may be.
  @Test func inspectReadsNothingButPictures() throws {
    try fill()
    try #require(unsafe mkfifo(path("pipe.png"), 0o600) == 0)
    try Files.write([0], to: folder.appending("hole.png"))
    try #require(unsafe truncate(path("hole.png"), 3 << 30) == 0)
    let process = try Process(Places.triptych, ["inspect", path("pipe.png"), path("hole.png")])
    try #require(try process.ends(within: 60))
    let result = try process.wait()
    #expect(result.ending == .exit(1))
    #expect(result.output.contains("it is a FIFO, not a regular file"), "\(result.output)")
    #expect(result.output.contains("which --max-bytes sets"), "\(result.output)")
    let small = try run("inspect", "--max-bytes", "10", path("in/a.png"))
    #expect(small.ending == .exit(1))
    #expect(small.output.contains("the limit is 10"), "\(small.output)")
  }

  @Test func inspectLooksIntoFolders() throws {
    try fill(["in/notes.txt": "no picture by its name"])
    let flat = try run("inspect", "--json", path("in"))
    #expect(flat.ending == .exit(0))
    #expect(flat.output.split(separator: "\n").count == 1)
    let deep = try run("inspect", "--json", "-r", path("in"))
    #expect(deep.output.split(separator: "\n").count == 2)
    try Files.createFolder(folder.appending("empty"))
    #expect(try run("inspect", path("empty")).errors.contains("nothing to inspect"))
  }

  @Test func filtersAreListedAndExplained() throws {
    let list = try run("filters")
    #expect(list.ending == .exit(0))
    #expect(list.output.contains("  resize "))
    #expect(list.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    let summaries = list.output.split(separator: "\n").filter { $0.hasPrefix("  ") }
    #expect(summaries.count > 15)
    #expect(summaries.allSatisfy { $0.hasSuffix(".") }, "sentences, all of them")
    let one = try run("filters", "resize")
    #expect(one.ending == .exit(0))
    #expect(one.output.contains("Formula"))
    #expect(one.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }
}
