/// Who was granted how much memory, and who waits: first come, first served. Sums stay at the largest
/// number there is: whoever asks may be an attacker.
package struct GrantLedger {
  private let limit: Int
  private var held: [Int: Int] = [:]
  private var waiting: [(worker: Int, bytes: Int)] = []

  package init(limit: Int) { self.limit = limit }

  package mutating func ask(_ worker: Int, _ bytes: Int) { waiting.append((worker, bytes)) }

  package mutating func giveBack(_ worker: Int, _ bytes: Int) {
    held[worker, default: 0] -= min(bytes, held[worker, default: 0])
  }

  /// What a job turned out to take beyond what it had asked for: held without waiting, since a job
  /// that holds memory may always finish.
  package mutating func exceed(_ worker: Int, _ bytes: Int) {
    held[worker] = held[worker, default: 0].adding(bytes)
  }

  /// A dead worker holds and wants nothing.
  package mutating func forget(_ worker: Int) {
    held[worker] = nil
    waiting.removeAll { $0.worker == worker }
  }

  /// The workers whose turn it is now.
  package mutating func grant() -> [Int] {
    var granted: [Int] = []
    while let first = waiting.first {
      let total = held.values.reduce(0) { $0.adding($1) }
      // A request larger than the whole budget is granted when nobody else holds any.
      guard total == 0 || total.adding(first.bytes) <= limit else { break }
      held[first.worker] = held[first.worker, default: 0].adding(first.bytes)
      granted.append(first.worker)
      waiting.removeFirst()
    }
    return granted
  }
}

extension Int {
  /// The sum, or the largest number where it is beyond that. Both are counts.
  fileprivate func adding(_ other: Int) -> Int {
    let (sum, isTooMuch) = addingReportingOverflow(other)
    return isTooMuch ? .max : sum
  }
}
