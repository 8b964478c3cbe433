import SystemPackage
import TestSupport
import Testing

/// The loops as an ARM processor runs them, whose vectors are NEON's: the same bytes as here.
@Suite struct EmulatedTests {
  static let emulator = FilePath("/usr/bin/qemu-aarch64")

  /// Whether this machine's compiler can make programs for ARM that need no system.
  static let canCompile =
    (try? Process.run(
      "/bin/sh",
      [
        "-c",
        """
        test -d "$(dirname "$(readlink -f "$(command -v swiftc)")")"/../lib/swift/embedded/\\
        Swift.swiftmodule && command -v clang ld.lld
        """,
      ]))?.ending == .exit(0)

  @Test(
    .enabled(if: Places.exists(emulator), "qemu-aarch64 is absent (Debian: qemu-user)"),
    .enabled(if: canCompile, "this Swift has no embedded library for AArch64, clang or ld.lld"),
    .enabled(if: Places.sanitizer == nil, "the loops are compiled anew, without a sanitizer"))
  func loopsGiveTheSameBytesOnARM() throws {
    let folder = try TemporaryFolder()
    let result = try Process.run(
      "/bin/sh", [Places.root.appending("scripts/arm.sh").string, folder.path.string])
    #expect(result.ending == .exit(0), "\(result.errors)")
    let compared = result.output.split(separator: " ").compactMap { Int($0) }
    #expect((compared.first ?? 0) > 600, "\(result.output)")
  }
}
