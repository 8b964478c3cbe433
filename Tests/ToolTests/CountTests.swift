import SystemPackage
import TestSupport
import Testing

/// Instructions that our own code takes for a fixed set of work, counted by valgrind: unlike times
/// they are the same on every run and however busy the machine is, so a kernel that no longer
/// vectorises shows at once.
///
/// Benchmarks/counts.tsv keeps them. Libraries are not counted, only what is in our program; but
/// another compiler makes other code of it, and so counts hold for one compiler and architecture,
/// which the file names. With TRIPTYCH_COUNTS=write in the environment (`make counts`) the file is
/// written anew instead of compared.
@Suite("Instruction counts", .serialized)
struct CountTests {
  /// What more or less is an error: less is too, since what was won should be kept.
  static let tolerance = 0.05

  static let work: [(name: String, picture: String, work: String)] = [
    ("recode png", rgb, "png"),
    ("recode jpeg", "jpeg/landscape-444.jpg", "jpeg"),
    ("gaussian s=1", rgb, "gaussian=1"),
    ("gaussian s=3", rgb, "gaussian=3"),
    ("gaussian s=3, 16 bits", gray16, "gaussian=3"),
    ("box r=5", rgb, "box=5"),
    ("median 3x3", rgb, "median=1"),
    ("median 5x5", rgb, "median=2"),
    ("median 7x7", rgb, "median=3"),
    ("median 15x15", rgb, "median=7"),
    ("median 41x41", rgb, "median=20"),
    ("lanczos /2", rgb, "resize=50%:kernel=lanczos3"),
    ("lanczos x2", rgb, "resize=200%:kernel=lanczos3"),
    ("bilateral r=4", rgb, "bilateral=radius=4:range=30:spatial=3"),
    ("sobel", rgb, "sobel"),
    ("sobel, 16 bits", gray16, "sobel"),
    ("unsharp s=1", rgb, "unsharp=sigma=1:amount=0.8"),
    ("dilate r=3", rgb, "dilate=3"),
    ("convolve 3x3", rgb, "convolve='1 2 1;2 4 2;1 2 1'"),
    ("grayscale", rgb, "grayscale"),
    ("gamma", rgb, "gamma=1.8"),
    ("saturation", rgb, "saturation=1.3"),
    ("rotate 90", rgb, "rotate=90"),
  ]
  private static let rgb = "png/landscape-rgb8.png"
  private static let gray16 = "png/zoneplate-gray16.png"

  static let kept = Places.root.appending("Benchmarks/counts.tsv")
  static let isWriting = Places.environment("TRIPTYCH_COUNTS") == "write"
  static let valgrind = Places.program("valgrind")
  static let strip = Places.program("strip")
  /// Sanitizers and valgrind do not go together.
  static let isPlain = Places.sanitizer == nil

  /// The compiler and the architecture, as the file's first line has them.
  static let compiler: String = {
    guard let swift = Places.program("swift"),
      let said = try? Process.run(swift, ["--version"]).output
    else { return "# unknown" }
    let lines = said.split(separator: "\n").map(String.init)
    return "# "
      + lines.filter { $0.contains("Swift version") || $0.hasPrefix("Target") }
      .joined(separator: "; ")
  }()

  static let canCompare: Bool = {
    guard isPlain, !isWriting else { return false }
    if valgrind == nil {
      print("no valgrind (package valgrind): instructions are not counted")
      return false
    }
    if strip == nil {
      print("no strip (package binutils): instructions are not counted")
      return false
    }
    guard let first = try? Files.lines(kept).first, first == compiler else {
      print("instruction counts were kept for another compiler: they are not compared")
      return false
    }
    return true
  }()

  @Test(.enabled(if: canCompare, "there is nothing to compare, or to count with"))
  func countsAreTheKeptOnes() throws {
    var counts: [String: Int] = [:]
    for line in try Files.lines(Self.kept) where !line.hasPrefix("#") {
      let parts = line.split(separator: "\t")
      counts[String(parts[0])] = Int(parts[1])
    }
    #expect(counts.count == Self.work.count, "Benchmarks/counts.tsv has other work: make counts")
    for (name, picture, work) in Self.work {
      let count = try Self.instructions(picture, work)
      let before = try #require(counts[name], "\(name) was never counted: make counts")
      let change = Double(count) / Double(before) - 1
      #expect(
        abs(change) <= Self.tolerance,
        "\(name): \(count) instructions for \(before), if that is meant: make counts")
    }
  }

  @Test(.enabled(if: isWriting, "compared, not written"))
  func writesTheCountsAnew() throws {
    var lines = [
      Self.compiler, "# Instructions of our own code for work done eight times; see make counts.",
    ]
    for (name, picture, work) in Self.work {
      lines.append("\(name)\t\(try Self.instructions(picture, work))")
    }
    try Files.write((lines.joined(separator: "\n") + "\n").utf8, to: Self.kept)
  }

  /// Instructions executed in the program itself, those of libraries left out.
  private static func instructions(_ picture: String, _ work: String) throws -> Int {
    let folder = try TemporaryFolder()
    let counted = folder.appending("counted")
    // Older valgrinds stop at debugging information as newer compilers write it.
    let program = folder.appending("filterbench")
    let stripped = try Process.run(
      try #require(strip),
      [
        "--strip-debug", "-o", program.string, Places.products.appending("filterbench").string,
      ])
    try #require(stripped.ending == .exit(0), "\(stripped.errors)")
    let result = try Process.run(
      try #require(valgrind),
      [
        "--tool=callgrind", "--callgrind-out-file=\(counted.string)",
        program.string, "--run",
        Places.fixtures.appending(picture).string, work,
      ],
      // Every machine takes the same path: no choice by processor, no random seeds.
      environment: [
        "PATH": "/usr/bin:/bin", "SWIFT_DETERMINISTIC_HASHING": "1", "TRIPTYCH_VECTORS": "baseline",
      ])
    try #require(result.ending == .exit(0), "\(result.errors)")
    let count = CallgrindCounts.own(try Files.lines(counted), program: "filterbench")
    try #require(count > 0, "nothing was counted")
    return count
  }
}

/// Reads what callgrind writes.
enum CallgrindCounts {
  /// Sums what functions of an object took themselves.
  ///
  /// `ob=` names the object of the lines that follow, by a number and, the first time, its path. A
  /// line after `calls=` says what a callee took and is none of the caller's own.
  static func own(_ lines: [String], program: String) -> Int {
    var names: [Substring: Bool] = [:]
    var isOwn = false
    var isCallee = false
    var sum = 0
    for line in lines {
      if line.hasPrefix("ob=") {
        let parts = line.dropFirst(3).split(separator: " ", maxSplits: 1)
        if parts.count == 2 { names[parts[0]] = parts[1].hasSuffix("/" + program) }
        isOwn = names[parts[0]] ?? false
      } else if line.hasPrefix("calls=") {
        isCallee = true
      } else if let first = line.utf8.first,
        (48...57).contains(first) || first == 43 || first == 45
          || first == 42
      {
        if isOwn, !isCallee, let cost = line.split(separator: " ").dropFirst().first {
          sum += Int(cost) ?? 0
        }
        isCallee = false
      } else if line.hasPrefix("cob=") {
        // A callee's object is named for the first time here, too.
        let parts = line.dropFirst(4).split(separator: " ", maxSplits: 1)
        if parts.count == 2 { names[parts[0]] = parts[1].hasSuffix("/" + program) }
      }
    }
    return sum
  }
}

@Suite("Reading callgrind's counts")
struct CallgrindCountsTests {
  @Test func onlyOwnCodeCounts() {
    let lines = """
      events: Ir
      ob=(1) /usr/lib/libother.so
      fn=(1) other
      0 500
      cob=(2) /some/where/filterbench
      cfn=(2) ours
      calls=3 0
      0 999
      ob=(2)
      fn=(2) ours
      0 20
      +1 3
      cob=(1)
      cfn=(1)
      calls=1 0
      * 500
      * 4
      totals: 527
      """.split(separator: "\n").map(String.init)
    #expect(CallgrindCounts.own(lines, program: "filterbench") == 27)
  }
}
