import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// Bytes of a process's pages in memory, whoever else has them too.
package struct ResidentMemory: Sendable, Hashable {
  /// Of memory that is no file's.
  package var anonymous: UInt64
  /// Of files, such as those that programs lie in.
  package var files: UInt64
  /// Of shared memory, where that was asked for; else it is among `files`.
  package var shared: UInt64

  package init(anonymous: UInt64 = 0, files: UInt64 = 0, shared: UInt64 = 0) {
    self.anonymous = anonymous
    self.files = files
    self.shared = shared
  }

  /// What a process has; nil when there is no such process any more, or it may not be looked at.
  /// The kernel has it ready.
  ///
  /// - Parameter tellingShared: whether to tell shared memory from files, for some microseconds
  ///   more.
  package static func of(process: pid_t, tellingShared: Bool) -> ResidentMemory? {
    let name = tellingShared ? "status" : "statm"
    guard let text = try? Sys.contents(of: FilePath("/proc/\(process)/\(name)")) else {
      return nil
    }
    return tellingShared ? ResidentMemory(status: text) : ResidentMemory(statm: text)
  }

  /// From a line such as `5602 1480 1175 280 0 205 0`: pages in all, in memory, and those of them
  /// that are a file's.
  package init?(statm: [UInt8]) {
    let pages = statm.split(separator: UInt8(ascii: " ")).prefix(3)
      .compactMap { UInt64(String(decoding: $0, as: UTF8.self)) }
    // One that has ended and was not waited for has none.
    guard pages.count == 3, pages[2] <= pages[1], pages[0] > 0 else { return nil }
    self.init(
      anonymous: (pages[1] - pages[2]) * Self.pageSize, files: pages[2] * Self.pageSize)
  }

  /// From lines such as `RssAnon:	    1220 kB`.
  package init?(status: [UInt8]) {
    var found = ResidentMemory()
    var count = 0
    for line in status.split(separator: UInt8(ascii: "\n")) where line.starts(with: "Rss".utf8) {
      let words = line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      guard words.count >= 2, let kibibytes = UInt64(String(decoding: words[1], as: UTF8.self))
      else { return nil }
      switch String(decoding: words[0], as: UTF8.self) {
      case "RssAnon:": found.anonymous = kibibytes * 1024
      case "RssFile:": found.files = kibibytes * 1024
      case "RssShmem:": found.shared = kibibytes * 1024
      default: continue
      }
      count += 1
    }
    guard count == 3 else { return nil }
    self = found
  }

  /// What there was between two looks, about.
  package func middle(to later: ResidentMemory) -> ResidentMemory {
    ResidentMemory(
      anonymous: anonymous / 2 + later.anonymous / 2, files: files / 2 + later.files / 2,
      shared: shared / 2 + later.shared / 2)
  }

  private static let pageSize = UInt64(max(sysconf(CInt(_SC_PAGESIZE)), 1))
}
