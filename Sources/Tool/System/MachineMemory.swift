import Platform
import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// How much memory this process may hope for.
package enum MachineMemory {
  /// Bytes: what is installed, or less where a control group grants less.
  package static func available() -> Int {
    let installed = sysconf(CInt(_SC_PHYS_PAGES)) * sysconf(CInt(_SC_PAGESIZE))
    let limits = [
      "/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes",
    ].compactMap { path in limit(in: FilePath(path)) }
    return limits.reduce(installed > 0 ? installed : 1 << 30, min)
  }

  private static func limit(in file: FilePath) -> Int? {
    (try? Sys.contents(of: file)).flatMap { limit(String(decoding: $0, as: UTF8.self)) }
  }

  /// The limit that a control group's file states; nil for none ("max").
  package static func limit(_ text: String) -> Int? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let bytes = Int(digits), bytes > 0 else { return nil }
    return bytes
  }
}
