import CPlatformShims
import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// The processor's own counters, of this process and all threads and processes that come of it.
package final class HardwareCounters: Sendable {
  /// What was counted. Nil could not be.
  package struct Reading: Sendable, Hashable {
    package var cycles: UInt64?
    package var instructions: UInt64?
    package var cacheMisses: UInt64?
    /// Whether what the kernel did for the processes is left out, because it may not be counted
    /// here.
    package var isUserOnly = false
    /// Why nothing was counted, and what to try.
    package var absence: String?

    package init() {}

    package var isEmpty: Bool { cycles == nil && instructions == nil && cacheMisses == nil }
  }

  private let isUserOnly: Bool
  private let refusal: Errno?
  /// Descriptors by number of the counter.
  private let counters: [CInt: CInt]

  /// Starts to count on the calling thread: call it before others are started, or forked.
  package init() {
    let all = HardwareCounters.open(userOnly: false)
    isUserOnly = all.counters.isEmpty
    (counters, refusal) = all.counters.isEmpty ? HardwareCounters.open(userOnly: true) : all
  }

  private static func open(userOnly: Bool) -> (counters: [CInt: CInt], refusal: Errno?) {
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

  /// What was counted so far.
  package var reading: Reading {
    let values = (CInt(0)..<3).map { counters[$0].flatMap(HardwareCounters.value) }
    var reading = Reading()
    (reading.cycles, reading.instructions, reading.cacheMisses) = (values[0], values[1], values[2])
    reading.isUserOnly = isUserOnly
    if reading.isEmpty { reading.absence = HardwareCounters.explanation(of: refusal) }
    return reading
  }

  /// Why there are no counts, in words.
  package static func explanation(of refusal: Errno?) -> String {
    let advice =
      switch refusal {
      case .noSuchFileOrDirectory?, .operationNotSupportedByDevice?, .notSupportedOnSocket?:
        "this machine shows none, as most virtual ones; try one that does"
      case .permissionDenied?, .notPermitted?:
        "they are not permitted; try `sysctl kernel.perf_event_paranoid=2`, or another machine"
      case .noFunction?: "this kernel has none; try one that was built with perf events"
      case let other?: "\(other)"
      case nil: "they never ran; other programs may hold them"
      }
    return "the processor's counters were not read: \(advice)"
  }

  private static func value(_ counter: CInt) -> UInt64? {
    var (count, wanted, ran): (UInt64, UInt64, UInt64) = (0, 0, 0)
    guard unsafe platform_read_counter(counter, &count, &wanted, &ran) == 0 else { return nil }
    return scaled(count, wanted: wanted, ran: ran)
  }

  /// Where more counters are wanted than the processor has, the kernel lets them take turns: the
  /// count is then scaled up to the whole time.
  package static func scaled(_ count: UInt64, wanted: UInt64, ran: UInt64) -> UInt64? {
    if ran == 0 { return nil }
    if ran >= wanted { return count }
    return UInt64(exactly: (Double(count) * Double(wanted) / Double(ran)).rounded())
  }
}
