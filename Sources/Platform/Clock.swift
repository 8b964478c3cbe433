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

  /// Nanoseconds of CPU that another process has used, all its threads together; nil when there is
  /// no such process.
  package static func cpu(of process: pid_t) -> UInt64? {
    var clock = clockid_t()
    var time = timespec()
    guard unsafe clock_getcpuclockid(process, &clock) == 0,
      unsafe clock_gettime(clock, &time) == 0
    else { return nil }
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  /// Returns no earlier than that moment of the monotonic clock, signals or not.
  package static func sleep(until moment: UInt64) {
    var time = timeSpec(moment)
    while unsafe clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nil) == EINTR {}
  }

  static func timeSpec(_ nanoseconds: UInt64) -> timespec {
    timespec(
      tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
  }

  private static func read(_ clock: clockid_t) -> UInt64 {
    var time = timespec()
    _ = unsafe clock_gettime(clock, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
