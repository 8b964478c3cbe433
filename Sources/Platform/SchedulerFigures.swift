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
    guard let text = try? Sys.contents(of: path(of: thread, in: process)) else { return nil }
    return SchedulerFigures(text)
  }

  /// The file that a thread of this process can be read from for as long as it lives; the caller
  /// closes it. Nil as above.
  static func account(of thread: CInt) -> FileDescriptor? {
    guard let file = try? Sys.open(path(of: thread, in: Sys.processID), .reading) else {
      return nil
    }
    return file.release()
  }

  /// Reads such a file.
  init?(reading account: FileDescriptor) {
    var line = [UInt8](repeating: 0, count: 64)
    let count = unsafe line.withUnsafeMutableBytes {
      unsafe try? Sys.read(account, at: 0, into: $0)
    }
    guard let count, let figures = SchedulerFigures(Array(line.prefix(count))) else { return nil }
    self = figures
  }

  private static func path(of thread: CInt, in process: CInt) -> FilePath {
    FilePath("/proc/\(process)/task/\(thread)/schedstat")
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
