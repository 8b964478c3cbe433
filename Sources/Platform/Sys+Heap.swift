import CPlatformShims

extension Sys {
  /// Keeps memory that is freed for the next picture instead of handing it back to the kernel, which
  /// would have to clear it again page by page: that halves the page faults of a batch. Call it
  /// before any thread is started.
  package static func keepFreedMemory() { platform_keep_freed_memory() }
}
