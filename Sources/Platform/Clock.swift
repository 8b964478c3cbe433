#if canImport(Glibc)
  import Glibc
#endif

/// The only place where clocks are read. Arithmetic on what they say is done elsewhere, purely.
package enum Clock {
  /// Nanoseconds of the monotonic clock; its zero means nothing.
  package static func wall() -> UInt64 { read(CLOCK_MONOTONIC) }

  /// Nanoseconds of CPU that the calling thread has used.
  package static func threadCPU() -> UInt64 { read(CLOCK_THREAD_CPUTIME_ID) }

  /// Nanoseconds of CPU that the calling process has used, all its threads together.
  package static func processCPU() -> UInt64 { read(CLOCK_PROCESS_CPUTIME_ID) }

  private static func read(_ clock: clockid_t) -> UInt64 {
    var time = timespec()
    _ = unsafe clock_gettime(clock, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
