/// Who was granted how much memory, and who waits: first come, first served. Sums stay at the
/// largest number there is: whoever asks may be an attacker. To ask for any number of bytes costs
/// nobody anything, and a plan may come to very many; to say that one holds them is believed up to
/// a bound.
package struct GrantLedger {
  private let limit: Int
  private let bound: Int
  private var held: [Int: Int] = [:]
  private var waiting: [(worker: Int, bytes: Int)] = []

  /// - Parameters:
  ///   - limit: bytes that are granted to all workers together.
  ///   - bound: bytes that no worker has in memory.
  package init(limit: Int, bound: Int = .max) {
    self.limit = limit
    self.bound = bound
  }

  /// - Returns: false where that cannot be: whoever waits asks for nothing else.
  package mutating func ask(_ worker: Int, _ bytes: Int) -> Bool {
    if waiting.contains(where: { $0.worker == worker }) { return false }
    waiting.append((worker, bytes))
    return true
  }

  package mutating func giveBack(_ worker: Int, _ bytes: Int) {
    held[worker, default: 0] -= min(bytes, held[worker, default: 0])
  }

  /// What a job turned out to take beyond what it had asked for: held without waiting, since a job
  /// that holds memory may always finish.
  ///
  /// - Returns: false where that cannot be.
  package mutating func exceed(_ worker: Int, _ bytes: Int) -> Bool {
    let sum = held[worker, default: 0].adding(bytes)
    guard sum <= bound else { return false }
    held[worker] = sum
    return true
  }

  /// Whether a worker can have an output of so many bytes, which it holds until it was handed over.
  package func covers(_ worker: Int, _ bytes: Int) -> Bool {
    bytes <= min(held[worker, default: 0], bound)
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
