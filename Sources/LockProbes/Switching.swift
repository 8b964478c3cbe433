import Execution
import Platform
import Synchronization
import SystemPackage

/// How a lock goes round between K computing threads.
package struct Switching {
  package var switchesPerSecond = 0.0
  package var turnsPerSecond = 0.0
  package var effectiveCores = 0.0
  /// Milliseconds, sorted.
  package var holds: [Double] = []
  package var absences: [Double] = []
  /// The share of switches that go back to the thread before last; 0 would be a fair queue.
  package var returns: Double?
  package var figures = LockFigures()

  /// - Throws: EAGAIN, when there are too many threads.
  package static func measure(
    _ work: Computing.Work, threads count: Int, under lock: any GlobalLocking, seconds: Double
  ) throws(Errno) -> Switching {
    let board = Board()
    let computing = (0..<count).map { _ in Computing() }
    let begun = Clock.wall()
    let cpu = Clock.processCPU()
    let until = begun + UInt64(seconds * 1e9)
    var threads: [Thread] = []
    defer { for thread in threads { thread.join() } }
    for (index, one) in computing.enumerated() {
      threads.append(
        try Thread(name: "compute") {
          one.run(work, under: lock, as: index, owner: board.owner) { Clock.wall() < until }
        })
    }
    while let thread = threads.popLast() { thread.join() }
    let wall = Double(Clock.wall() - begun) / 1e9

    var result = Switching(
      arrivals: computing.enumerated().flatMap { index, one in one.arrivals.map { ($0, index) } })
    result.switchesPerSecond = Double(max(0, result.holds.count)) / wall
    result.turnsPerSecond = Double(computing.reduce(0) { $0 + $1.turns }) / wall
    result.effectiveCores = Double(Clock.processCPU() - cpu) / 1e9 / wall
    for one in computing { result.figures.add(one.seat.figures) }
    return result
  }

  /// - Parameter arrivals: when which thread found itself running after another.
  package init(arrivals: [(time: UInt64, thread: Int)]) {
    let arrivals = arrivals.sorted { $0.time < $1.time }
    var left: [Int: UInt64] = [:]
    for (old, new) in zip(arrivals, arrivals.dropFirst()) {
      holds.append(Double(new.time - old.time) / 1e6)
      left[old.thread] = new.time
      if let gone = left[new.thread] { absences.append(Double(new.time - gone) / 1e6) }
    }
    if arrivals.count > 2 {
      let back = zip(arrivals, arrivals.dropFirst(2)).count { $0.thread == $1.thread }
      returns = Double(back) / Double(arrivals.count - 2)
    }
    holds.sort()
    absences.sort()
  }
}

/// The nearest-rank quantile of sorted values.
package func quantile(_ sorted: [Double], _ share: Double) -> Double {
  guard !sorted.isEmpty else { return .nan }
  let rank = max(1, Int((Double(sorted.count) * share).rounded(.up)))
  return sorted[rank - 1]
}
