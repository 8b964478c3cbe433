import Platform
import SystemPackage

/// How reading and writing went along with computing.
package struct IOFigures: Sendable, Hashable {
  /// Nanoseconds during which at least one read or write was under way.
  package var io: UInt64
  /// Those of them during which some worker was computing, too.
  package var overlap: UInt64
  /// Nanoseconds that workers themselves waited for reads and writes, all workers together.
  package var wait: UInt64

  /// The share of I/O time during which some worker was computing; nil without I/O.
  package var share: Double? { io == 0 ? nil : Double(overlap) / Double(io) }
}

/// Measures, while it happens and over all processes, when files are read and written and when
/// workers compute.
///
/// One word counts what is under way: reads and writes in its low half, computing workers in the
/// high. Whoever makes the first of something, or ends the last, sees it in the count's old value,
/// and adds the time to a sum: subtracted at a beginning, added at an end.
final class OverlapMeter: Sendable {
  private static let counts = 0
  private static let io = 1
  private static let overlap = 2
  private static let wait = 3

  private static let oneFile: UInt64 = 1
  private static let oneWorker: UInt64 = 1 << 32

  private let words: SharedWords

  /// Make it before processes are forked that it is to cover.
  init() throws(Errno) { words = try SharedWords(count: 4) }

  func fileBegins() { change(by: OverlapMeter.oneFile) }
  func fileEnds() { change(by: 0 &- OverlapMeter.oneFile) }
  func computingBegins() { change(by: OverlapMeter.oneWorker) }
  func computingEnds() { change(by: 0 &- OverlapMeter.oneWorker) }
  func waited(_ nanoseconds: UInt64) { words.add(nanoseconds, to: OverlapMeter.wait) }

  private func change(by step: UInt64) {
    let now = Clock.wall()
    let before = words.add(step, to: OverlapMeter.counts)
    let after = before &+ step
    note(OverlapMeter.hasFiles(before), OverlapMeter.hasFiles(after), now, in: OverlapMeter.io)
    note(
      OverlapMeter.hasFiles(before) && OverlapMeter.hasWorkers(before),
      OverlapMeter.hasFiles(after) && OverlapMeter.hasWorkers(after), now, in: OverlapMeter.overlap)
  }

  private func note(_ before: Bool, _ after: Bool, _ now: UInt64, in sum: Int) {
    if !before, after { words.add(0 &- now, to: sum) }
    if before, !after { words.add(now, to: sum) }
  }

  private static func hasFiles(_ counts: UInt64) -> Bool { counts & 0xFFFF_FFFF != 0 }
  private static func hasWorkers(_ counts: UInt64) -> Bool { counts >> 32 != 0 }

  /// What was measured; nil when something never ended, because a process died over it.
  var figures: IOFigures? {
    guard words.load(OverlapMeter.counts) == 0 else { return nil }
    let io = words.load(OverlapMeter.io)
    // Two threads that change the count at one moment may have read the clock in the other order.
    let overlap = min(io, words.load(OverlapMeter.overlap))
    return IOFigures(io: io, overlap: overlap, wait: words.load(OverlapMeter.wait))
  }
}
