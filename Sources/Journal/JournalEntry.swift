import SystemPackage

/// What a file looked like, as far as one look at its directory entry shows.
package struct Fingerprint: Sendable, Hashable {
  package var bytes: Int
  /// Nanoseconds since 1970.
  package var modified: Int64

  package init(bytes: Int, modified: Int64) {
    self.bytes = bytes
    self.modified = modified
  }
}

/// One output that a run undertook to make and, where it came to that, made.
package struct JournalEntry: Sendable, Hashable {
  /// Relative to the output folder.
  package var output: FilePath
  /// Names all that was done to the picture, the tool's version included.
  package var recipe: UInt64
  /// The input as it was before it was read.
  package var input: Fingerprint
  /// Nil where the output was not seen in place.
  package var completion: Completion?

  package init(
    output: FilePath, recipe: UInt64, input: Fingerprint, completion: Completion? = nil
  ) {
    self.output = output
    self.recipe = recipe
    self.input = input
    self.completion = completion
  }
}

/// An output that was seen in place.
package struct Completion: Sendable, Hashable {
  /// XXH64 of the input as it was read.
  package var inputSum: UInt64
  package var output: Fingerprint
  /// XXH64 of the output as it was handed to the kernel.
  package var outputSum: UInt64
  /// Names the boot in which it was written; 0 once it is known to be on the disk.
  package var boot: UInt64

  package init(inputSum: UInt64, output: Fingerprint, outputSum: UInt64, boot: UInt64) {
    self.inputSum = inputSum
    self.output = output
    self.outputSum = outputSum
    self.boot = boot
  }
}
