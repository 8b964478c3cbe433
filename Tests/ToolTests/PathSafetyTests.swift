import Platform
import SystemPackage
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// Names and links that mean harm, through the built tool.
@Suite(.serialized) struct PathSafetyTests {
  static let modes: [[String]] = [
    ["--mode", "free"], ["--mode", "locked"], ["--mode", "forked"],
    ["--mode", "forked", "--handoff", "pipe"], ["--mode", "forked", "--handoff", "shm"],
  ]

  /// A folder with inputs, a place that nothing may land in, and the output folder.
  private final class Ground {
    let folder: TemporaryFolder
    let picture: [UInt8]

    init(inputs names: [String] = ["a.png", "sub/b.png", "sub/deep/c.png"]) throws {
      folder = try TemporaryFolder()
      picture = try Files.read(Places.fixtures.appending("png/writing-gray1.png"))
      for name in ["in", "in/sub", "in/sub/deep", "outside", "out"] {
        try Files.createFolder(folder.appending(name))
      }
      for name in names { try Files.write(picture, to: folder.appending("in/\(name)")) }
    }

    func path(_ name: String) -> String { folder.appending(name).string }

    func link(_ name: String, to target: String) throws {
      try #require(unsafe symlink(target, path(name)) == 0)
    }

    func run(_ options: [String], input: String = "in") throws -> Process.Result {
      let process = try Process(
        Places.triptych,
        ["process", path(input), "--recursive", "-o", path("out"), "--json"] + options)
      try #require(try process.ends(within: 60), "hangs")
      return try process.wait()
    }

    func tree(_ name: String) throws -> [String] { try Files.tree(folder.appending(name)) }
  }

  @Test(arguments: modes)
  func aPlantedLinkCostsWhatWouldGoThroughIt(mode: [String]) throws {
    let ground = try Ground()
    try ground.link("out/sub", to: "../outside")
    let result = try ground.run(mode)
    #expect(result.ending == .exit(1), "\(result.errors)")
    let jobs = try JobRecord.all(in: result.output)
    #expect(jobs.filter { $0.status == "done" }.map { lastName($0.input) } == ["a.png"])
    for job in jobs where job.status == "failed" {
      #expect(job.failure?.reason.contains("a symbolic link is in the way") == true)
      #expect(job.failure?.stage == "write")
    }
    #expect(jobs.count == 3)
    #expect(try ground.tree("outside") == [])
    #expect(try ground.tree("out") == ["a.png", "sub"])
  }

  @Test(arguments: modes)
  func theOutputFolderItselfMayBeALink(mode: [String]) throws {
    let ground = try Ground()
    Files.remove(ground.folder.appending("out"))
    try ground.link("out", to: "outside")
    let result = try ground.run(mode)
    #expect(result.ending == .exit(0), "\(result.errors)")
    #expect(try ground.tree("outside") == ["a.png", "sub/b.png", "sub/deep/c.png"])
  }

  /// A thread swaps a folder of the output tree for a link, and back, while a batch writes there.
  @Test(arguments: modes, ["blocking", "uring"])
  func noSwapLetsAnythingOut(mode: [String], engine: String) throws {
    let ground = try Ground(inputs: (0..<150).map { "sub/\($0).png" })
    try Files.createFolder(ground.folder.appending("out/sub"))
    try ground.link("out/other", to: "../outside")
    let swapper = try Swapper(
      ground.folder.appending("out/sub"), ground.folder.appending("out/other"))
    for _ in 0..<3 {
      let result = try ground.run(mode + ["--io", engine, "--if-exists", "overwrite"])
      #expect([.exit(0), .exit(1), .exit(2)].contains(result.ending), "\(result.errors)")
    }
    #expect(swapper.stop() > 10)
    #expect(try ground.tree("outside") == [], "something landed outside")
  }

  @Test func listedNamesStayBelowTheOutputFolder() throws {
    let ground = try Ground()
    let listed = [
      ground.path("in/a.png"), "../in/sub/b.png",
      "../../../../../../../../../..\(ground.path("in"))/sub/deep/c.png",
    ]
    try Files.write(listed.joined(separator: "\n").utf8, to: ground.folder.appending("list"))
    let words =
      "cd \(ground.path("outside")) && exec \(Places.triptych) process --files-from ../list"
    let result = try Process.run("/bin/sh", ["-c", "\(words) -o \(ground.path("out")) --json"])
    #expect(result.ending == .exit(0), "\(result.errors)")
    let inside = ground.path("in").dropFirst()
    #expect(
      Set(try ground.tree("out")) == [
        "\(inside)/a.png", "in/sub/b.png", "\(inside)/sub/deep/c.png",
      ])
    #expect(try ground.tree("outside") == [])
  }

  /// A link to a folder above goes round for ever, if followed.
  @Test func linksAmongTheInputsDoNotGoRound() throws {
    let ground = try Ground()
    try ground.link("in/sub/up", to: "..")
    try ground.link("in/self", to: ".")
    try ground.link("in/never.png", to: "never.png")
    let result = try ground.run([])
    #expect(result.ending == .exit(1), "\(result.errors)")
    #expect(result.errors.contains("2 links to folders"))
    #expect(try ground.tree("out") == ["a.png", "sub/b.png", "sub/deep/c.png"])
    let failed = try JobRecord.all(in: result.output).filter { $0.status == "failed" }
    #expect(failed.map { lastName($0.input) } == ["never.png"])
  }

  /// None of them is opened: a FIFO would keep us waiting, and a device may be anything.
  @Test(arguments: modes)
  func whatIsNoFileIsNotRead(mode: [String]) throws {
    let ground = try Ground()
    try #require(unsafe mkfifo(ground.path("in/fifo.png"), 0o600) == 0)
    let listener = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0)
    defer { close(listener) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let name = ground.path("in/s.png").utf8.map { CChar(bitPattern: $0) }
    try #require(name.count < MemoryLayout.size(ofValue: address.sun_path))
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { storage in
      unsafe name.withUnsafeBytes { unsafe storage.copyMemory(from: $0) }
    }
    let bound = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(bound == 0)
    try ground.link("in/zero.png", to: "/dev/zero")
    let result = try ground.run(mode)
    #expect(result.ending == .exit(0), "\(result.errors)")
    #expect(result.errors.contains("3 special files"), "\(result.errors)")
    #expect(try ground.tree("out").count == 3)
    // Named, they fail, and nobody waits for them.
    let named = try Process(
      Places.triptych,
      ["process", ground.path("in/fifo.png"), ground.path("in/s.png"), "/dev/zero", "--json", "-o"]
        + [ground.path("named")] + mode)
    try #require(try named.ends(within: 30), "hangs")
    let said = try named.wait()
    #expect(said.ending == .exit(1))
    #expect(try JobRecord.all(in: said.output).filter { $0.status == "failed" }.count == 3)
  }

  @Test func outputsBelowTheInputsAreNoInputs() throws {
    let ground = try Ground()
    for _ in 0..<2 {
      let result = try Process.run(
        Places.triptych,
        ["process", ground.path("in"), "--recursive", "-o", ground.path("in/out")]
          + ["--if-exists", "overwrite"])
      #expect(result.ending == .exit(0), "\(result.errors)")
    }
    #expect(try ground.tree("in/out") == ["a.png", "sub/b.png", "sub/deep/c.png"])
  }

  /// The journal is the only file whose name is known beforehand.
  @Test func aLinkInTheJournalsPlaceIsNotWrittenThrough() throws {
    let ground = try Ground(inputs: ["a.png", "broken.png"])
    try Files.write([1], to: ground.folder.appending("in/broken.png"))
    for name in [".triptych-journal", ".triptych-journal.new"] {
      try Files.write(Array("precious".utf8), to: ground.folder.appending("outside/\(name)"))
      try ground.link("out/\(name)", to: "../outside/\(name)")
    }
    for options in [[], ["--resume"]] {
      _ = try ground.run(options + ["--if-exists", "overwrite"])
      for name in [".triptych-journal", ".triptych-journal.new"] {
        let bytes = try Files.read(ground.folder.appending("outside/\(name)"))
        #expect(bytes == Array("precious".utf8))
      }
    }
  }

  @Test(arguments: modes)
  func anyNameWillDo(mode: [String]) throws {
    let ground = try Ground(inputs: [])
    let odd: [[UInt8]] = [
      [0xFF, 0xFE, 0x80], Array("a\nb".utf8), Array("\u{1B}[31mred".utf8),
      [UInt8](repeating: 0x78, count: 251), [UInt8](repeating: 0xC3, count: 251),
    ].map { $0 + Array(".png".utf8) }
    for name in odd {
      let path = Array("\(ground.path("in"))/".utf8) + name + [0]
      let file = unsafe path.withUnsafeBufferPointer { bytes in
        unsafe bytes.withMemoryRebound(to: CChar.self) {
          unsafe open($0.baseAddress!, O_WRONLY | O_CREAT, 0o600)
        }
      }
      try #require(file >= 0)
      _ = try FileDescriptor(rawValue: file).closeAfter {
        try FileDescriptor(rawValue: file).writeAll(ground.picture)
      }
    }
    for _ in 0..<2 {
      let result = try ground.run(mode + ["--if-exists", "overwrite"])
      #expect(result.ending == .exit(0), "\(result.errors)")
      let entries = try Sys.listDirectory(ground.folder.appending("out"))
      let names = entries.map { FilePath(root: nil, [$0.name]) }
      for name in odd {
        let there = names.contains { path in
          unsafe path.withPlatformString {
            unsafe Array(UnsafeRawBufferPointer(start: $0, count: strlen($0)))
          }
            == name
        }
        #expect(there, "\(name)")
      }
      #expect(names.count == odd.count, "\(names)")
      #expect(!result.errors.utf8.contains(0x1B) && !result.output.utf8.contains(0x1B))
    }
  }
}
