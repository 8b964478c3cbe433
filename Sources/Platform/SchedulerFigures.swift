import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// What the kernel's scheduler knows of one thread, in nanoseconds.
package struct SchedulerFigures: Sendable, Hashable {
  package var running: UInt64
  package var waiting: UInt64

  /// - Returns: nil when there is no such thread, or the kernel keeps no account.
  package static func of(thread: CInt, in process: CInt) -> SchedulerFigures? {
    let path = FilePath("/proc/\(process)/task/\(thread)/schedstat")
    guard let text = try? Sys.contents(of: path) else { return nil }
    return SchedulerFigures(text)
  }

  /// A line of three numbers: time on a CPU, time waiting for one, and how often it got one.
  package init?(_ text: [UInt8]) {
    let words = text.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
    let numbers = words.compactMap { UInt64(String(decoding: $0, as: UTF8.self)) }
    // Whoever reads its own figures has run: zeros come from kernels that do not count.
    guard words.count == 3, numbers.count == 3, numbers[0] > 0 || numbers[2] > 0 else {
      return nil
    }
    (running, waiting) = (numbers[0], numbers[1])
  }
}
