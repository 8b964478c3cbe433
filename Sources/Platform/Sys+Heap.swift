import CPlatformShims

extension Sys {
  /// Keeps memory that is freed for the next picture instead of handing it back to the kernel,
  /// which would have to clear it again page by page: that halves the page faults of a batch. Call
  /// it before any thread is started.
  ///
  /// - Parameter most: bytes that each thread may keep, roughly; 512 KiB at the least.
  package static func keepFreedMemory(atMost most: Int = 1 << 30) {
    platform_keep_freed_memory(CInt(min(max(most, 512 << 10), 1 << 30)))
  }
}
