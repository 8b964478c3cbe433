import FileIO
import Memory
import Platform
import SystemPackage
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// Nothing is written outside of the root, whatever is planted below it and whenever.
@Suite("The root of all outputs")
struct OutputRootTests {
  /// A root with a folder `sub` in it, and a folder beside it that is none of its business.
  private struct Ground {
    let folder: FilePath
    let path: FilePath
    let outside: FilePath
    let root: OutputRoot

    init(_ folder: FilePath) throws {
      self.folder = folder
      path = folder.appending("root")
      outside = folder.appending("outside")
      for made in [path, outside, path.appending("sub")] { try Sys.makeDirectory(made) }
      root = try OutputRoot(path)
    }

    func link(_ name: String, to target: FilePath) throws {
      try #require(unsafe symlink(target.string, path.appending(name).string) == 0)
    }

    var isOutsideEmpty: Bool { (try? names(in: outside)) == [] }
  }

  private static func write(
    _ engine: any FileEngine, _ path: FilePath, beneath root: OutputRoot, replace: Bool = false,
    durability: Durability = .file
  ) -> FileError? {
    guard let block = ByteBlock([1, 2, 3]) else { fatalError("out of memory") }
    let box = Box<WriteResult>()
    engine.write(
      WriteRequest(
        path: path, beneath: root, bytes: block, replace: replace, durability: durability)
    ) { box.put($0) }
    return box.take().error
  }

  /// With the call that the kernel has for it, and name by name.
  static let plans: [FaultPlan.Effect?] = [nil, .fail(.noFunction), .fail(.notPermitted)]

  private static func underPlan<Result>(
    _ effect: FaultPlan.Effect?, refused: @autoclosure () -> Int = 0, _ body: () throws -> Result
  ) throws -> Result {
    let rules = effect.map { [FaultPlan.Rule(.openat2, $0, first: 1, period: 1)] } ?? []
    let plan = FaultPlan(rules)
    let result = try Faults.with(plan, body)
    // Those that the kernel would not open are not left open.
    #expect(plan.descriptorsLeftOpen == refused())
    if effect != nil { #expect(plan.hits(of: .openat2) > 0) }
    return result
  }

  @Test(arguments: EngineUnderTest.available, plans)
  func `files land below it`(engine: EngineUnderTest, effect: FaultPlan.Effect?) throws {
    try withTemporaryDirectory { folder in
      let ground = try Ground(folder)
      try Sys.makeDirectories(ground.path.appending("sub/deep"))
      try Self.underPlan(effect) {
        try engine.run { engine in
          for name in ["a", "sub/b", "sub/deep/c"] {
            let path = ground.path.appending(name)
            #expect(Self.write(engine, path, beneath: ground.root) == nil)
            #expect(Self.write(engine, path, beneath: ground.root)?.errno == .fileExists)
            #expect(Self.write(engine, path, beneath: ground.root, replace: true) == nil)
            try #expect(engine.readNow(path).array == [1, 2, 3])
          }
        }
      }
      try #expect(names(in: ground.path) == ["a", "sub"])
      try #expect(names(in: ground.path.appending("sub")) == ["b", "deep"])
    }
  }

  @Test(arguments: EngineUnderTest.available, plans)
  func `links to folders are not followed`(
    engine: EngineUnderTest, effect: FaultPlan.Effect?
  ) throws {
    try withTemporaryDirectory { folder in
      let ground = try Ground(folder)
      try ground.link("far", to: ground.outside)
      try ground.link("near", to: "sub")
      try ground.link("sub/up", to: "../../outside")
      try ground.link("round", to: "round")
      try Self.underPlan(effect, refused: 5) {
        try engine.run { engine in
          for name in ["far/a", "near/a", "sub/up/a", "round/a", "near/deeper/a"] {
            let path = ground.path.appending(name)
            let error = Self.write(engine, path, beneath: ground.root, replace: true)
            #expect(error?.action == .create && error?.path == path, "\(name)")
            #expect(error?.note?.contains("symbolic link") == true, "\(error?.description ?? name)")
          }
        }
      }
      #expect(ground.isOutsideEmpty)
      try #expect(names(in: ground.path.appending("sub")) == ["up"])
    }
  }

  /// Paths that are not below the root by their names never get as far as the kernel.
  @Test(arguments: EngineUnderTest.available)
  func `paths that climb are refused`(engine: EngineUnderTest) throws {
    try withTemporaryDirectory { folder in
      let ground = try Ground(folder)
      try engine.run { engine in
        for path in [
          ground.path.appending("../outside/a"), ground.path.appending("sub/../../outside/a"),
          ground.outside.appending("a"), "/a", "a", ground.path.appending("sub/./a"),
        ] {
          let error = Self.write(engine, path, beneath: ground.root)
          #expect(error?.errno == .improperLink, "\(path)")
          #expect(error?.description.contains("lead out of the output folder") == true)
        }
      }
      #expect(ground.isOutsideEmpty)
    }
  }

  @Test(arguments: EngineUnderTest.available)
  func `a link in an output's place is replaced, not written through`(
    engine: EngineUnderTest
  ) throws {
    try withTemporaryDirectory { folder in
      let ground = try Ground(folder)
      let victim = ground.outside.appending("victim")
      try makeFile(victim, [9])
      try ground.link("sub/a", to: victim)
      try ground.link("sub/b", to: ground.outside.appending("new"))
      try engine.run { engine in
        for name in ["sub/a", "sub/b"] {
          let path = ground.path.appending(name)
          #expect(Self.write(engine, path, beneath: ground.root)?.errno == .fileExists)
          #expect(Self.write(engine, path, beneath: ground.root, replace: true) == nil)
          try #expect(Sys.status(path, followingLinks: false).kind == .regular)
        }
        try #expect(engine.readNow(victim).array == [9])
      }
      try #expect(names(in: ground.outside) == ["victim"])
    }
  }

  @Test func `the root itself may be a link, which is followed once`() throws {
    try withTemporaryDirectory { folder in
      let ground = try Ground(folder)
      let name = folder.appending("name")
      try #require(unsafe symlink("root", name.string) == 0)
      let root = try OutputRoot(name)
      let engine = BlockingEngine()
      #expect(Self.write(engine, name.appending("sub/a"), beneath: root) == nil)
      try Sys.unlink(name)
      try #require(unsafe symlink("outside", name.string) == 0)
      #expect(Self.write(engine, name.appending("sub/b"), beneath: root) == nil)
      #expect(ground.isOutsideEmpty)
      try #expect(names(in: ground.path.appending("sub")) == ["a", "b"])
    }
  }

  @Test(arguments: plans)
  func `folders are made below it and nowhere else`(effect: FaultPlan.Effect?) throws {
    try withTemporaryDirectory { folder in
      let ground = try Ground(folder)
      try ground.link("far", to: ground.outside)
      try makeFile(ground.path.appending("file"), [])
      // Two links, a file, and two that were not there yet.
      try Self.underPlan(effect, refused: 5) {
        for name in ["x/y/z", "x/y", "sub/new", ""] {
          try ground.root.makeFolder(
            name.isEmpty ? ground.path : ground.path.appending(name), writing: true)
        }
        for name in ["far/new", "file/new", "../outside/new", "far"] {
          let refused = #expect(throws: FileError.self) {
            try ground.root.makeFolder(ground.path.appending(name), writing: true)
          }
          #expect(refused?.note != nil, "\(name)")
        }
      }
      #expect(ground.isOutsideEmpty)
      try #expect(names(in: ground.path) == ["far", "file", "sub", "x"])
      try #expect(names(in: ground.path.appending("x/y")) == ["z"])
    }
  }

  @Test func `leftovers are removed below it and nowhere else`() throws {
    try withTemporaryDirectory { folder in
      let ground = try Ground(folder)
      try ground.link("far", to: ground.outside)
      let name = ".a.triptych-77-1.tmp"
      for place in [ground.outside, ground.path.appending("sub")] {
        try makeFile(place.appending(name), [])
      }
      for place in ["far/a", "sub/a"] {
        TemporaryName.removeLeftovers(
          of: ground.path.appending(place), beneath: ground.root, process: 77)
      }
      try #expect(names(in: ground.outside) == [name])
      try #expect(names(in: ground.path.appending("sub")) == [])
    }
  }

  /// Somebody swaps the folder for a link to another place, and back, as fast as they can.
  @Test(arguments: EngineUnderTest.available, plans)
  func `no swap is fast enough`(engine: EngineUnderTest, effect: FaultPlan.Effect?) throws {
    try withTemporaryDirectory(in: fastDirectory) { folder in
      let ground = try Ground(folder)
      try ground.link("other", to: ground.outside)
      let swapper = try Swapper(ground.path.appending("sub"), ground.path.appending("other"))
      var (done, refused) = (0, 0)
      try Self.underPlan(effect, refused: refused) {
        try engine.run { engine in
          for number in 0..<3000 {
            let path = ground.path.appending("sub/\(number % 50)")
            let error = Self.write(
              engine, path, beneath: ground.root, replace: true, durability: .none)
            if error == nil { done += 1 } else { refused += 1 }
            if let error {
              let known: [Errno] = [
                .tooManySymbolicLinkLevels, .notDirectory, .noSuchFileOrDirectory,
              ]
              #expect(known.contains(error.errno), "\(error)")
            }
          }
        }
      }
      let rounds = swapper.stop()
      // Both were met, or this has shown nothing.
      #expect(done > 0 && refused > 0 && rounds > 100, "\(done) done, \(refused) refused")
      #expect(ground.isOutsideEmpty, "something landed outside")
    }
  }

  /// As the kernel has them: not UTF-8, with line ends, as long as may be.
  @Test(arguments: EngineUnderTest.available)
  func `any name will do`(engine: EngineUnderTest) throws {
    let odd: [[UInt8]] = [
      [0xFF, 0xFE, 0x80], Array("a\nb\u{1B}[31m".utf8), [UInt8](repeating: 0x78, count: 255),
      [UInt8](repeating: 0xC3, count: 255), Array("é".utf8) + [0xC3], Array(" ".utf8),
    ]
    try withTemporaryDirectory { folder in
      let ground = try Ground(folder)
      try engine.run { engine in
        for (bytes, unnamed) in odd.flatMap({ [($0, true), ($0, false)] }) {
          let name = unsafe (bytes + [0]).withUnsafeBufferPointer {
            unsafe $0.withMemoryRebound(to: CChar.self) {
              unsafe FilePath(platformString: $0.baseAddress!)
            }
          }
          let path = ground.path.appending("sub").appending(name.components)
          let rules = [FaultPlan.Rule(.open, .fail(.notSupportedOnSocket))]
          for replace in [false, true] {
            // Without unnamed files there is a temporary name from the start.
            let error = Faults.with(FaultPlan(unnamed ? [] : rules)) {
              Self.write(
                BlockingEngine(), path, beneath: ground.root, replace: replace, durability: .none)
            }
            #expect(error == nil, "\(bytes)")
          }
          #expect(Self.write(engine, path, beneath: ground.root, replace: true) == nil, "\(bytes)")
          try #expect(engine.readNow(path).array == [1, 2, 3])
          try #expect(names(in: ground.path.appending("sub")).count == 1)
          try Sys.unlink(path)
        }
      }
    }
  }
}
