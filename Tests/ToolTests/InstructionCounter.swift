import SystemPackage
import TestSupport
import Testing

/// Counts instructions of filterbench by valgrind's callgrind, those of libraries left out.
struct InstructionCounter {
  /// Which build of the loops is counted, as TRIPTYCH_VECTORS calls them. There is none for wider
  /// vectors, which valgrind does not know.
  enum Loops: String {
    case baseline
    case wide = "x86-64-v3"
  }

  /// Whether the loops for wide vectors can run: valgrind has AVX2 where the processor has it.
  let hasWide: Bool
  private let folder: TemporaryFolder
  private let valgrind: FilePath

  init() throws {
    folder = try TemporaryFolder()
    valgrind = try #require(CountTests.valgrind)
    // Older valgrinds stop at debugging information as newer compilers write it.
    for program in ["filterbench", "triptych"] {
      let stripped = try Process.run(
        try #require(CountTests.strip),
        [
          "--strip-debug", "-o", folder.appending(program).string,
          Places.products.appending(program).string,
        ])
      try #require(stripped.ending == .exit(0), "\(stripped.errors)")
    }
    let version = try Process.run(
      valgrind, ["--tool=none", folder.appending("triptych").string, "--version"],
      environment: Self.environment(.wide))
    try #require(version.ending == .exit(0), "\(version.errors)")
    hasWide = version.output.contains("vectors: \(Loops.wide.rawValue)")
  }

  /// Those that are counted of such work here.
  func loops(of work: CountedWork) -> [Loops] {
    work.isVectorised && hasWide ? [.baseline, .wide] : [.baseline]
  }

  func count(_ work: CountedWork, _ loops: Loops) throws -> Int {
    let counted = folder.appending("counted")
    let result = try Process.run(
      valgrind,
      [
        "--tool=callgrind", "--callgrind-out-file=\(counted.string)",
        folder.appending("filterbench").string, "--run",
        Places.fixtures.appending(work.picture).string,
        work.work.replacing("FIXTURES", with: Places.fixtures.string),
      ],
      environment: Self.environment(loops))
    try #require(result.ending == .exit(0), "\(work.name): \(result.errors)")
    let count = CallgrindCounts.own(try Files.lines(counted), program: "filterbench")
    try #require(count > 0, "nothing was counted")
    return count
  }

  /// Every machine takes the same path: no choice by processor, no random seeds.
  private static func environment(_ loops: Loops) -> [String: String] {
    [
      "PATH": "/usr/bin:/bin", "SWIFT_DETERMINISTIC_HASHING": "1",
      "TRIPTYCH_VECTORS": loops.rawValue,
    ]
  }
}
