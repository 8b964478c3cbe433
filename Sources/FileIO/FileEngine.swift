import Memory
import SystemPackage

/// How hard a finished file is pressed onto the disk before it counts as done.
package enum Durability: String, Sendable, Hashable, CaseIterable {
  /// Left to the kernel.
  case none
  /// The file systems written to are synced once, at the end of the batch.
  case batch
  /// Each file is fsynced before it gets its name, and its directory after.
  case file
}

/// Read one file whole.
package struct ReadRequest: Sendable {
  package var path: FilePath
  /// Bytes above which the file is refused instead of read.
  package var limit: Int
  /// Read into memory that another process can map.
  package var shared: Bool
  /// A number for whoever watches requests go by; the engines do not look at it.
  package var tag: Int

  package init(path: FilePath, limit: Int, shared: Bool = false, tag: Int = 0) {
    self.path = path
    self.limit = limit
    self.shared = shared
    self.tag = tag
  }
}

/// Put one file in place, whole or not at all.
package struct WriteRequest: Sendable {
  package var path: FilePath
  /// What the file must not lie outside of; nil takes the path as it is.
  package var root: OutputRoot?
  package var bytes: ByteBlock
  /// Whether a file of that name may be replaced; otherwise finding one is an error.
  package var replace: Bool
  package var durability: Durability
  /// A number for whoever watches requests go by; the engines do not look at it.
  package var tag: Int

  package init(
    path: FilePath, beneath root: OutputRoot? = nil, bytes: ByteBlock, replace: Bool,
    durability: Durability, tag: Int = 0
  ) {
    self.path = path
    self.root = root
    self.bytes = bytes
    self.replace = replace
    self.durability = durability
    self.tag = tag
  }
}

/// When an operation was handed in and when it was over, in nanoseconds of the monotonic clock.
package struct IOSpan: Sendable, Hashable {
  package var submitted: UInt64
  package var finished: UInt64

  package init(submitted: UInt64, finished: UInt64) {
    self.submitted = submitted
    self.finished = finished
  }

  package var nanoseconds: UInt64 { finished - submitted }
}

package struct ReadResult: Sendable {
  package var bytes: Result<ByteBlock, FileError>
  package var span: IOSpan

  package init(bytes: Result<ByteBlock, FileError>, span: IOSpan) {
    self.bytes = bytes
    self.span = span
  }
}

package struct WriteResult: Sendable {
  package var error: FileError?
  package var span: IOSpan

  package init(error: FileError?, span: IOSpan) {
    self.error = error
    self.span = span
  }
}

/// Something that reads and writes whole files.
///
/// Requests may be handed in from any thread. Each ends in exactly one call of its completion, on
/// the caller's thread (the blocking engine) or on one of the engine's own; completions must be
/// short and must not wait for the engine. Requests complete in any order. None may be handed in
/// once `shutdown` was called.
package protocol FileEngine: AnyObject, Sendable {
  /// As `--io` spells it, and as the report says which ran.
  var name: String { get }
  /// Whether a request is over when the call that handed it in returns.
  var isSynchronous: Bool { get }
  /// Why requests are no longer carried out as the name says, in words; nil where they are. Final
  /// once the engine is shut down.
  var trouble: String? { get }

  func read(_ request: ReadRequest, then completion: @escaping @Sendable (ReadResult) -> Void)
  func write(_ request: WriteRequest, then completion: @escaping @Sendable (WriteResult) -> Void)

  /// Waits until everything handed in has completed and releases threads and rings. An engine must
  /// be shut down before it is let go of; doing it twice is harmless.
  func shutdown()
}
