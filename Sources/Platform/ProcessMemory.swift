import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// What a process takes of the machine's memory.
package enum ProcessMemory {
  /// Proportional set size in bytes: its pages in memory, each divided by the number of processes
  /// that have it. Nil when there is no such process any more, or it may not be looked at.
  package static func proportional(of process: CInt) -> UInt64? {
    guard let text = try? Sys.contents(of: FilePath("/proc/\(process)/smaps_rollup")) else {
      return nil
    }
    return bytes(of: "Pss:", in: text)
  }

  /// The line `Pss: 1234 kB` of such a text, in bytes.
  package static func bytes(of label: StaticString, in text: [UInt8]) -> UInt64? {
    let label = Array("\(label)".utf8)
    for line in text.split(separator: UInt8(ascii: "\n")) where line.starts(with: label) {
      let words = line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      guard words.count >= 2 else { return nil }
      return UInt64(String(decoding: words[1], as: UTF8.self)).map { $0 * 1024 }
    }
    return nil
  }
}

/// The kernel's own threads that work for a process's io_uring. They are threads of that process
/// and their CPU is part of its CPU.
package enum KernelWorkers {
  /// CPU nanoseconds of each that lives, by thread number; nil when the process cannot be looked at.
  /// One that has nothing to do ends after some seconds.
  package static func cpu(of process: CInt) -> [CInt: UInt64]? {
    let folder = FilePath("/proc/\(process)/task")
    guard let tasks = try? Sys.listDirectory(folder) else { return nil }
    var found: [CInt: UInt64] = [:]
    for task in tasks {
      guard let thread = CInt(task.name.string),
        let name = try? Sys.contents(of: folder.appending(task.name).appending("comm")),
        name.starts(with: "iou-wrk".utf8)
      else { continue }
      found[thread] = SchedulerFigures.of(thread: thread, in: process)?.running
    }
    return found
  }
}
