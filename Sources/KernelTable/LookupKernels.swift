/// Samples by tables that have an entry for every value.
package protocol LookupKernels: SendableMetatype {
  /// Replaces `n` samples of whole pixels by their entries, in place. Of 2 or 4 channels the last
  /// one is alpha and stays.
  ///
  /// - Parameter step: entries from a channel's table to the next one's; 0 where all have the same.
  @unsafe static func lookUp(
    _ samples: UnsafeMutablePointer<UInt8>, channels: Int, _ tables: UnsafePointer<UInt8>,
    step: Int, _ n: Int)
  @unsafe static func lookUp(
    _ samples: UnsafeMutablePointer<UInt16>, channels: Int, _ tables: UnsafePointer<UInt16>,
    step: Int, _ n: Int)
}
