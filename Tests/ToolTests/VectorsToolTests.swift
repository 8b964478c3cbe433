import SystemPackage
import TestSupport
import Testing
import Vectors

/// The built tool with the loops for wide vectors and with those for any processor: the same bytes,
/// and no instruction that an old processor does not know.
@Suite(.serialized) struct VectorsToolTests {
  /// Between them they call every kind of loop, on all formats.
  static let chains = [
    "gaussian=0.8,gaussian=9,box=2,box=70",
    "median=1,median=2,median=5,median=9,sobel=0.3",
    "unsharp=1:amount=0.8,unsharp=3:amount=9,resize=60%:kernel=lanczos3,"
      + "resize=170%:kernel=mitchell",
    "bilateral,nlmeans=patch=1:search=2,dilate=2,erode=1",
    "brightness=9,levels=16:white=235,gamma=1.2,clahe,equalise=each,autolevels,grayscale",
    "rotate=7,flip=horizontal,resize=64x48:fit=exact,resize=50%:kernel=box,highpass=2,vignette,"
      + "pixelate=3,saturation=1.2,convolve='1 2 1',threshold=99,rotate=90",
    "sharpen,canny=low=5:high=20",
  ]

  static let emulator = FilePath("/usr/bin/qemu-x86_64")
  static let disassembler = FilePath("/usr/bin/objdump")
  static let isWide = Vectors.available.count > 1

  /// What the tool makes of all fixtures, by name.
  private func outputs(
    _ chain: String, _ environment: [String: String]? = nil, on processor: String? = nil
  ) throws -> [String: [UInt8]] {
    let folder = try TemporaryFolder()
    let result = try run(
      [
        "process", Places.fixtures.string, "--recursive", "-o", folder.path.string, "--quiet",
        "--format", "png", "--workers", "1", "-f", chain,
      ], environment, on: processor)
    #expect(result.ending == .exit(0), "\(result.errors)")
    var found: [String: [UInt8]] = [:]
    for name in try Files.tree(folder.path) {
      found[name] = try Files.read(folder.appending(name))
    }
    return found
  }

  private func run(
    _ arguments: [String], _ environment: [String: String]? = nil, on processor: String?
  ) throws -> Process.Result {
    guard let processor else {
      return try Process.run(Places.triptych, arguments, environment: environment)
    }
    return try Process.run(
      Self.emulator, ["-cpu", processor, Places.triptych.string] + arguments,
      environment: environment)
  }

  @Test(.enabled(if: isWide, "this processor runs the baseline's loops only"), arguments: chains)
  func allBuildsGiveTheSameBytes(_ chain: String) throws {
    let usual = try outputs(chain)
    #expect(usual.count > 20)
    for other in Vectors.available.dropLast() {
      #expect(try outputs(chain, ["TRIPTYCH_VECTORS": other.name]) == usual, "\(other.name)")
    }
  }

  @Test func theVersionSaysWhichBuildRuns() throws {
    for build in Vectors.available {
      let asked = try run(["--version"], ["TRIPTYCH_VECTORS": build.name], on: nil)
      #expect(asked.output.contains("vectors: \(build.name);"))
    }
    let usual = try run(["--version"], on: nil)
    #expect(usual.output.contains("vectors: \(Vectors.available.last?.name ?? "");"))
    let unknown = try run(["--version"], ["TRIPTYCH_VECTORS": "x86-64-v9"], on: nil)
    #expect(unknown.output == usual.output)
  }

  /// Nehalem has SSE4.2 and no AVX, Haswell AVX2 and no AVX-512: the emulator ends a program that
  /// uses what its processor lacks.
  @Test(
    .enabled(if: Places.exists(emulator), "qemu-x86_64 is absent (Debian: qemu-user)"),
    .enabled(
      if: Places.sanitizer == nil,
      "an emulated sanitizer takes all the memory that there is"),
    arguments: ["Nehalem": "baseline", "Haswell": "x86-64-v3"], chains)
  func anOldProcessorGivesTheSameBytes(_ processor: (String, String), _ chain: String) throws {
    let (name, build) = processor
    let version = try run(["--version"], on: name)
    #expect(version.output.contains("vectors: \(build);"), "\(version.errors)")
    #expect(try outputs(chain, on: name) == outputs(chain))
  }

  /// A loop for wide vectors that was emitted under a name of the standard library's could be
  /// linked in place of the baseline's.
  @Test(.enabled(if: Places.exists(disassembler), "objdump is absent (Debian: binutils)"))
  func wideInstructionsStandInTheirRoomOnly() throws {
    let listing = try Process.run(
      Self.disassembler, ["-d", "--no-show-raw-insn", Places.triptych.string])
    #expect(listing.ending == .exit(0))
    var function = Substring()
    var outside: Set<Substring> = []
    var inside = (wide: 0, widest: 0)
    for line in listing.output.split(separator: "\n") {
      if line.hasSuffix(">:") {
        function = line
      } else if line.contains("%ymm") || line.contains("\tv") {
        if function.contains("$s13KernelsWidest") {
          inside.widest += 1
        } else if function.contains("$s11KernelsWide"), !Self.isForAVX512(line) {
          inside.wide += 1
        } else {
          outside.insert(function)
        }
      }
    }
    #expect(outside.isEmpty)
    #if arch(x86_64)
      #expect(inside.wide > 1000)
      #expect(inside.widest > 1000)
    #endif
  }

  /// Vectors of 64 bytes, masks, and the upper half of the registers.
  private static let registersOfAVX512 =
    ["%zmm", "%k"] + (16...31).flatMap { ["%xmm\($0)", "%ymm\($0)"] }

  private static func isForAVX512(_ instruction: Substring) -> Bool {
    registersOfAVX512.contains { instruction.contains($0) }
  }
}
