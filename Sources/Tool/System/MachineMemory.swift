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
    let limit = limit(reading: { try? String(decoding: Sys.contents(of: $0), as: UTF8.self) })
    return min(limit ?? .max, installed > 0 ? installed : 1 << 30)
  }

  /// The least that this process's control group and those above it grant; nil where none limits.
  /// - Parameter contents: the text of a file, or nil where it cannot be read.
  package static func limit(reading contents: (FilePath) -> String?) -> Int? {
    guard let groups = contents("/proc/self/cgroup") else { return nil }
    return ControlGroup.all(in: groups, of: "memory").flatMap { group in
      let name = group.version == .two ? "memory.max" : "memory.limit_in_bytes"
      return group.levels.compactMap { contents($0.appending(name)).flatMap(limit) }
    }.min()
  }

  /// The limit that a control group's file states; nil for none ("max").
  package static func limit(_ text: String) -> Int? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let bytes = Int(digits), bytes > 0 else { return nil }
    return bytes
  }
}
