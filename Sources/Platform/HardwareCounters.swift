import CPlatformShims
import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// The processor's own counters, of this process and all threads and processes that come of it.
package final class HardwareCounters: Sendable {
  package struct Counts: Sendable, Hashable {
    package var cycles: UInt64?
    package var instructions: UInt64?
    package var cacheMisses: UInt64?

    package init(cycles: UInt64? = nil, instructions: UInt64? = nil, cacheMisses: UInt64? = nil) {
      self.cycles = cycles
      self.instructions = instructions
      self.cacheMisses = cacheMisses
    }
  }

  /// Whether what the kernel did for the process is left out, because it may not be counted here.
  package let userOnly: Bool
  /// Why there are none, in words; nil where at least one counts.
  package let absence: String?
  private let counters: [CInt: CInt]

  /// Starts to count on the calling thread: call it before others are started, or forked.
  package init() {
    var (opened, refusal) = HardwareCounters.open(userOnly: false)
    userOnly = opened.isEmpty
    if opened.isEmpty { (opened, refusal) = HardwareCounters.open(userOnly: true) }
    counters = opened
    absence =
      opened.isEmpty ? refusal.map { "the processor's counters cannot be read here: \($0)" } : nil
  }

  /// - Returns: descriptors by number of the counter, and why one could not be had.
  private static func open(userOnly: Bool) -> ([CInt: CInt], Errno?) {
    var opened: [CInt: CInt] = [:]
    var refusal: Errno?
    for which: CInt in 0..<3 {
      let counter = platform_open_counter(which, userOnly ? 1 : 0)
      if counter < 0 { refusal = Errno(rawValue: errno) } else { opened[which] = counter }
    }
    return (opened, refusal)
  }

  deinit {
    for counter in counters.values { Sys.close(FileDescriptor(rawValue: counter)) }
  }

  /// What was counted so far; nil for what could not be.
  package var counts: Counts {
    let values = (0..<3).map { counters[$0].flatMap(HardwareCounters.value) }
    return Counts(cycles: values[0], instructions: values[1], cacheMisses: values[2])
  }

  /// Where there were more counters wanted than the processor has, the kernel lets them take turns:
  /// the count is then scaled up to the whole time.
  private static func value(_ counter: CInt) -> UInt64? {
    var (count, wanted, ran): (UInt64, UInt64, UInt64) = (0, 0, 0)
    guard unsafe platform_read_counter(counter, &count, &wanted, &ran) == 0 else { return nil }
    return scaled(count, wanted: wanted, ran: ran)
  }

  package static func scaled(_ count: UInt64, wanted: UInt64, ran: UInt64) -> UInt64? {
    if ran == 0 { return nil }
    if ran >= wanted { return count }
    return UInt64(exactly: (Double(count) * Double(wanted) / Double(ran)).rounded())
  }
}
