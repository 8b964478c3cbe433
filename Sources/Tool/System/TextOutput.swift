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

  package init(_ descriptor: FileDescriptor) { self.descriptor = descriptor }

  /// A reader that went away (`| head`) is no reason to stop working: what cannot be written is
  /// dropped.
  package func write(_ text: String) { _ = try? descriptor.writeAll(text.utf8) }

  /// Makes writing to a closed pipe an error instead of a signal, for the whole process.
  package static func ignoreBrokenPipes() {
    _ = signal(SIGPIPE, SIG_IGN)
  }
}
