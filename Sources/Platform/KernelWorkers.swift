import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// The kernel's own threads that work for a process's io_uring. They are threads of that process
/// and their CPU is part of its CPU.
package enum KernelWorkers {
  /// CPU nanoseconds of each that lives, by thread number; nil when the process cannot be looked
  /// at. One that has nothing to do ends after some seconds.
  package static func cpu(of process: pid_t) -> [pid_t: UInt64]? {
    let folder = FilePath("/proc/\(process)/task")
    guard let tasks = try? Sys.listDirectory(folder) else { return nil }
    var found: [pid_t: UInt64] = [:]
    for task in tasks {
      guard let thread = pid_t(task.name.string),
        let name = try? Sys.contents(of: folder.appending(task.name).appending("comm")),
        name.starts(with: "iou-wrk".utf8)
      else { continue }
      found[thread] = SchedulerFigures.of(thread: thread, in: process)?.running
    }
    return found
  }
}
