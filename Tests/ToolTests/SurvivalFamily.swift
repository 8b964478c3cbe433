import SystemPackage
import TestSupport

#if canImport(Glibc)
  import Glibc
#endif

/// The processes of one forked run: the coordinator, its fork server, and the server's workers.
///
/// A forked process keeps the arguments of the one that was started, so the name of an output
/// folder that no other run has marks them all, orphans too.
struct Family {
  private(set) var server: pid_t?
  private(set) var workers: [pid_t] = []

  init(of coordinator: pid_t, mark: String) {
    let all = Family.processes(mark: mark)
    server = all.first { $0.parent == coordinator }?.id
    if let server { workers = all.filter { $0.parent == server }.map(\.id) }
  }

  struct Entry {
    var id: pid_t
    var parent: pid_t
  }

  /// Processes with the mark among their arguments; dead ones that wait for their parent have none.
  static func processes(mark: String) -> [Entry] {
    var entries: [Entry] = []
    for id in numbers(in: "/proc") {
      let folder = FilePath("/proc/\(id)")
      guard let arguments = try? Files.read(folder.appending("cmdline")),
        String(decoding: arguments, as: UTF8.self).contains(mark),
        let status = try? Files.read(folder.appending("stat"))
      else { continue }
      // pid (name) state parent …, and the name may have brackets and spaces.
      let fields = String(decoding: status, as: UTF8.self)
      guard let close = fields.lastIndex(of: ")") else { continue }
      let rest = fields[fields.index(after: close)...].split(separator: " ")
      guard rest.count > 1, rest[0] != "Z", let parent = pid_t(rest[1]) else { continue }
      entries.append(Entry(id: id, parent: parent))
    }
    return entries
  }

  /// The names of a process's threads.
  static func threadNames(of process: pid_t) -> [String] {
    numbers(in: "/proc/\(process)/task").compactMap { thread in
      let name = try? Files.read(FilePath("/proc/\(process)/task/\(thread)/comm"))
      return name.map { String(decoding: $0.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self) }
    }
  }

  /// The entries of a folder that are numbers.
  private static func numbers(in folder: String) -> [pid_t] {
    var numbers: [pid_t] = []
    guard let stream = unsafe opendir(folder) else { return [] }
    defer { _ = unsafe closedir(stream) }
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if let number = pid_t(name) { numbers.append(number) }
    }
    return numbers
  }
}
