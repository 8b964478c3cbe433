/// What was measured with one number of workers.
package struct ScalingSeries: Sendable, Hashable {
  package let workers: Int
  /// Work done per time by round, in any unit that is the same for all series: jobs per second, or
  /// one ÷ wall for the same jobs.
  package let throughput: [Double]

  package init(workers: Int, throughput: [Double]) {
    self.workers = workers
    self.throughput = throughput
  }
}

/// Why no scalability law was fitted.
package enum FitRefusal: Error, Sendable, Hashable {
  /// Each law would go through almost any two or three points.
  case tooFewWorkerCounts(Int)
  /// The same number of workers occurs twice.
  case repeatedWorkerCount(Int)
  /// Workers below 1, or no finite throughput above 0 in every round.
  case notPositive(workers: Int)
  /// Rounds are drawn together, so every series needs the same number of them, at least one.
  case unequalRounds

  package var message: String {
    switch self {
    case .tooFewWorkerCounts(let count):
      "no scalability fit: \(count) worker counts were measured and "
        + "\(ScalabilityFit.fewestWorkerCounts) are needed to tell a law from a coincidence. "
        + "Measure more of them (--workers 1,2,3,4)."
    case .repeatedWorkerCount(let workers):
      "no scalability fit: \(workers) workers occur twice. Put their rounds together first."
    case .notPositive(let workers):
      "no scalability fit: with \(workers) workers, a throughput is not a number above 0. "
        + "Leave this worker count out or measure it again."
    case .unequalRounds:
      "no scalability fit: worker counts have different numbers of rounds, or none. "
        + "Use only the rounds that all of them finished."
    }
  }
}

extension ScalingSeries {
  static func check(_ series: [ScalingSeries]) throws(FitRefusal) {
    var seen: Set<Int> = []
    for entry in series {
      guard entry.workers >= 1, entry.throughput.allSatisfy({ $0.isFinite && $0 > 0 }) else {
        throw .notPositive(workers: entry.workers)
      }
      guard seen.insert(entry.workers).inserted else { throw .repeatedWorkerCount(entry.workers) }
    }
    guard seen.count >= ScalabilityFit.fewestWorkerCounts else {
      throw .tooFewWorkerCounts(seen.count)
    }
    let rounds = series[0].throughput.count
    guard rounds > 0, series.allSatisfy({ $0.throughput.count == rounds }) else {
      throw .unequalRounds
    }
  }
}
