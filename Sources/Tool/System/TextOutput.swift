import FileIO
import Platform
import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// Somewhere that text goes, whole pieces at a time.
package protocol TextSink: AnyObject, Sendable {
  func write(_ text: String)
}

/// Standard output or standard error, without a buffer: each piece is one system call.
package final class DescriptorSink: TextSink {
  private let descriptor: FileDescriptor
  private let failed = Guarded<Errno?>(nil)

  /// The program's own, which remembers whether anything was lost.
  package static let standardOutput = DescriptorSink(.standardOutput)

  package init(_ descriptor: FileDescriptor) { self.descriptor = descriptor }

  /// What cannot be written is dropped, and no reason to stop working.
  package func write(_ text: String) {
    var text = text
    do {
      // Safe: the bytes are the text's own and live as long as the call.
      try text.withUTF8 {
        unsafe try Sys.writeAll(descriptor, UnsafeRawBufferPointer($0), as: .say)
      }
    } catch {
      let errno = error as? Errno ?? .ioError
      failed.withLock { $0 = $0 ?? errno }
    }
  }

  /// Why something was dropped; nil if nothing was, or a reader had seen enough (`| head`).
  package var error: FileError? {
    guard let errno = failed.withLock({ $0 }), errno != .brokenPipe else { return nil }
    let isOutput = descriptor == .standardOutput
    return FileError(.write, isOutput ? "to standard output" : "to standard error", errno)
  }

  /// Makes writing to a closed pipe, or more than `ulimit -f` allows, an error instead of a signal,
  /// for the whole process.
  package static func ignoreWriteSignals() {
    for number in [SIGPIPE, SIGXFSZ] { _ = signal(number, SIG_IGN) }
  }
}
