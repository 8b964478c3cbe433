import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// What the machine as a whole is doing, for telling a busy one.
package enum MachineActivity {
  /// CPU nanoseconds that all processes together have used since the machine was started, kernel
  /// included; nil where /proc does not say. It is counted in ticks, of 10 ms mostly.
  package static func busyTime() -> UInt64? {
    guard let bytes = try? Sys.contents(of: "/proc/stat"),
      let ticks = busyTicks(in: String(decoding: bytes, as: UTF8.self))
    else { return nil }
    let perSecond = sysconf(CInt(_SC_CLK_TCK))
    return perSecond > 0 ? ticks * (1_000_000_000 / UInt64(perSecond)) : nil
  }

  /// The sum of user, nice, system, irq and softirq in the first line of /proc/stat (proc_stat(5)).
  /// Time of guests is part of user. Time that a hypervisor gave to others (steal) is nobody's
  /// here.
  package static func busyTicks(in stat: String) -> UInt64? {
    guard let line = stat.split(separator: "\n").first(where: { $0.hasPrefix("cpu ") }) else {
      return nil
    }
    let fields = line.split(separator: " ").dropFirst().map { UInt64($0) }
    guard fields.count >= 7 else { return nil }
    var sum: UInt64 = 0
    for index in [0, 1, 2, 5, 6] {
      guard let field = fields[index] else { return nil }
      sum += field
    }
    return sum > 0 ? sum : nil
  }

  /// Over 1, 5 and 15 minutes; empty where /proc does not say.
  package static func loadAverages() -> [Double] {
    guard let text = line(of: "/proc/loadavg") else { return [] }
    return text.split(separator: " ").prefix(3).compactMap { Double($0) }
  }

  /// How often quotas have stopped this process's control group and those above it; nil where there
  /// is none that counts.
  package static func throttledPeriods(
    reading contents: (FilePath) -> String? = {
      try? String(decoding: Sys.contents(of: $0), as: UTF8.self)
    }
  ) -> UInt64? {
    guard let groups = contents("/proc/self/cgroup") else { return nil }
    return ControlGroup.all(in: groups, of: "cpu").flatMap(\.levels).compactMap { level in
      let lines = contents(level.appending("cpu.stat"))?.split(separator: "\n") ?? []
      return lines.first { $0.hasPrefix("nr_throttled ") }?
        .split(separator: " ").last.flatMap { UInt64($0) }
    }.max()
  }

  /// The first line of a small file without its end, such as those of /proc and /sys.
  static func line(of path: FilePath) -> String? {
    guard let bytes = try? Sys.contents(of: path) else { return nil }
    return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
  }
}

/// What the machine is.
package enum MachineIdentity {
  /// What /proc/cpuinfo calls the processor.
  package static func cpu() -> String? {
    (try? Sys.contents(of: "/proc/cpuinfo"))
      .flatMap { cpuName(in: String(decoding: $0, as: UTF8.self)) }
  }

  package static func cpuName(in info: String) -> String? {
    for line in info.split(separator: "\n") {
      guard let colon = line.firstIndex(of: ":"), line.hasPrefix("model name") else { continue }
      let name = line[line.index(after: colon)...].split(separator: " ").joined(separator: " ")
      return name.isEmpty ? nil : name
    }
    return nil
  }

  package static func kernel() -> String? {
    MachineActivity.line(of: "/proc/sys/kernel/osrelease").map { "Linux \($0)" }
  }

  package static var architecture: String? {
    #if arch(x86_64)
      "x86_64"
    #elseif arch(arm64)
      "aarch64"
    #else
      nil
    #endif
  }

  private static let frequency: FilePath = "/sys/devices/system/cpu/cpu0/cpufreq"

  /// By what rule the kernel chooses the first CPU's frequency; nil on machines that do not say, as
  /// most virtual ones.
  package static func governor() -> String? {
    MachineActivity.line(of: frequency.appending("scaling_governor"))
  }

  /// The highest frequency allowed ÷ the highest there is.
  package static func frequencyLimit() -> Double? {
    guard
      let allowed = MachineActivity.line(of: frequency.appending("scaling_max_freq"))
        .flatMap({ Double($0) }),
      let highest = MachineActivity.line(of: frequency.appending("cpuinfo_max_freq"))
        .flatMap({ Double($0) }), highest > 0
    else { return nil }
    return allowed / highest
  }
}
