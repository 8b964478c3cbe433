import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// What the kernel has charged to a process, or the difference of two such readings.
/// This is the only place that calls getrusage.
package struct ResourceUsage: Sendable, Hashable {
  /// CPU nanoseconds in user and in kernel mode.
  package var user: UInt64 = 0
  package var system: UInt64 = 0
  /// Peak resident memory in bytes: the highest ever, of the largest child for children.
  package var peakResident: UInt64 = 0
  /// Page faults served without and with storage.
  package var minorFaults: UInt64 = 0
  package var majorFaults: UInt64 = 0
  /// Context switches because it waited, and because its time was up.
  package var voluntarySwitches: UInt64 = 0
  package var involuntarySwitches: UInt64 = 0

  package init() {}

  /// This process with all its threads.
  ///
  /// The peak is that of this program. What getrusage(2) gives begins with the memory of whoever
  /// started it, where that was done by vfork(2), as many launchers do.
  package static func ofSelf() -> ResourceUsage {
    var usage = read(RUSAGE_SELF.rawValue)
    if let peak = highWater(ofProcess: Sys.processID) { usage.peakResident = peak }
    return usage
  }

  /// The most bytes that a living process had in memory so far; nil where /proc does not say.
  package static func highWater(ofProcess process: pid_t) -> UInt64? {
    (try? Sys.contents(of: FilePath("/proc/\(process)/status"))).flatMap { highWater(in: $0) }
  }

  /// The line `VmHWM: 1234 kB` of /proc/self/status, in bytes.
  package static func highWater(in status: [UInt8]) -> UInt64? {
    for line in status.split(separator: UInt8(ascii: "\n")) {
      let words = line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      guard words.count >= 2, words[0].elementsEqual("VmHWM:".utf8) else { continue }
      return UInt64(String(decoding: words[1], as: UTF8.self)).map { $0 * 1024 }
    }
    return nil
  }

  /// Children that have ended and been waited for, with theirs.
  package static func ofChildren() -> ResourceUsage { read(RUSAGE_CHILDREN.rawValue) }

  /// What was added since `earlier`. The peak is no sum and stays as it is.
  package func since(_ earlier: ResourceUsage) -> ResourceUsage {
    var difference = self
    difference.user -= min(earlier.user, user)
    difference.system -= min(earlier.system, system)
    difference.minorFaults -= min(earlier.minorFaults, minorFaults)
    difference.majorFaults -= min(earlier.majorFaults, majorFaults)
    difference.voluntarySwitches -= min(earlier.voluntarySwitches, voluntarySwitches)
    difference.involuntarySwitches -= min(earlier.involuntarySwitches, involuntarySwitches)
    return difference
  }

  /// Of two processes together. The sum of peaks is an upper bound: they need not coincide.
  package func adding(_ other: ResourceUsage) -> ResourceUsage {
    var sum = self
    sum.user += other.user
    sum.system += other.system
    sum.peakResident += other.peakResident
    sum.minorFaults += other.minorFaults
    sum.majorFaults += other.majorFaults
    sum.voluntarySwitches += other.voluntarySwitches
    sum.involuntarySwitches += other.involuntarySwitches
    return sum
  }

  private static func read(_ whose: CInt) -> ResourceUsage {
    var usage = rusage()
    _ = unsafe getrusage(whose, &usage)
    return ResourceUsage(usage)
  }
}

extension ResourceUsage {
  init(_ usage: rusage) {
    func nanoseconds(_ time: timeval) -> UInt64 {
      UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_usec) * 1000
    }
    user = nanoseconds(usage.ru_utime)
    system = nanoseconds(usage.ru_stime)
    peakResident = UInt64(usage.ru_maxrss) * 1024
    minorFaults = UInt64(usage.ru_minflt)
    majorFaults = UInt64(usage.ru_majflt)
    voluntarySwitches = UInt64(usage.ru_nvcsw)
    involuntarySwitches = UInt64(usage.ru_nivcsw)
  }
}
