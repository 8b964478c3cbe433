import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// What a process takes of the machine's memory.
package enum ProcessMemory {
  /// Proportional set size in bytes: its pages in memory, each divided by the number of processes
  /// that have it. Nil when there is no such process any more, or it may not be looked at.
  ///
  /// The kernel goes through all of its pages for that: some microseconds a megabyte.
  package static func proportional(of process: pid_t) -> UInt64? {
    guard let text = try? Sys.contents(of: FilePath("/proc/\(process)/smaps_rollup")) else {
      return nil
    }
    return proportional(in: text)
  }

  /// The line `Pss: 1234 kB` of such a text, in bytes.
  package static func proportional(in text: [UInt8]) -> UInt64? {
    for line in text.split(separator: UInt8(ascii: "\n")) where line.starts(with: "Pss:".utf8) {
      let words = line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      guard words.count >= 2 else { return nil }
      return UInt64(String(decoding: words[1], as: UTF8.self)).map { $0 * 1024 }
    }
    return nil
  }

  /// Bytes of address space, by an open /proc/PID/statm; nil where that cannot be read.
  package static func addressSpace(reading statm: FileDescriptor) -> Int? {
    var line = [UInt8](repeating: 0, count: 128)
    let count = unsafe line.withUnsafeMutableBytes { unsafe try? Sys.read(statm, at: 0, into: $0) }
    guard let count, let pages = line.prefix(count).split(separator: UInt8(ascii: " ")).first
    else { return nil }
    return Int(String(decoding: pages, as: UTF8.self)).map { $0 * Int(pageSize) }
  }

  private static let pageSize = UInt64(max(sysconf(CInt(_SC_PAGESIZE)), 1))
}
