import CPlatformShims
import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// How many CPUs this process can really use, which is often fewer than are installed.
package struct EffectiveCPUs: Sendable, Hashable {
  /// CPUs that the machine has switched on.
  package var installed: Int
  /// CPUs that the scheduler may put this process on.
  package var affinity: Int
  /// CPUs' worth of time that control groups allow, such as 1.5; nil where there is no limit.
  package var quota: Double?

  package init(installed: Int, affinity: Int, quota: Double?) {
    self.installed = installed
    self.affinity = affinity
    self.quota = quota
  }

  /// Threads that can compute at the same time: the smaller of affinity and quota, rounded up,
  /// at least 1.
  package var effective: Int {
    guard let quota, quota < Double(affinity) else { return max(affinity, 1) }
    return max(Int(quota.rounded(.up)), 1)
  }

  /// Of this process, now.
  package static func now() -> EffectiveCPUs {
    let installed = max(sysconf(CInt(_SC_NPROCESSORS_ONLN)), 1)
    let allowed = Int(platform_affinity_count())
    return EffectiveCPUs(
      installed: installed, affinity: allowed > 0 ? allowed : installed,
      quota: quota(reading: { try? String(decoding: Sys.contents(of: $0), as: UTF8.self) }))
  }

  /// The smallest quota of this process's control group and the groups above it.
  /// - Parameter contents: the text of a file, or nil where it cannot be read.
  package static func quota(reading contents: (FilePath) -> String?) -> Double? {
    guard let groups = contents("/proc/self/cgroup") else { return nil }
    return ControlGroup.all(in: groups, of: "cpu").compactMap { group in
      group.levels.compactMap { level in
        switch group.version {
        case .two: contents(level.appending("cpu.max")).flatMap(quota(cpuMax:))
        case .one:
          quota(
            cfsQuota: contents(level.appending("cpu.cfs_quota_us")),
            cfsPeriod: contents(level.appending("cpu.cfs_period_us")))
        }
      }.min()
    }.min()
  }

  /// Of version 2's `cpu.max`: "QUOTA PERIOD" in microseconds, or "max PERIOD" for no limit.
  package static func quota(cpuMax text: String) -> Double? {
    let words = text.split(whereSeparator: \.isWhitespace)
    guard words.count == 2, let quota = Double(words[0]), let period = Double(words[1]),
      quota > 0, period > 0
    else { return nil }
    return quota / period
  }

  /// Of version 1's two files, in microseconds; a quota of -1 is no limit.
  package static func quota(cfsQuota: String?, cfsPeriod: String?) -> Double? {
    guard let cfsQuota, let cfsPeriod else { return nil }
    return quota(cpuMax: cfsQuota + " " + cfsPeriod)
  }
}
