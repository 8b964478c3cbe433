import Figures

/// What one run, or several merged, did and cost: sums that add, peaks of which the highest counts,
/// and histograms that add bucket by bucket. Nothing in it is an average, so merging loses nothing
/// and its order does not matter.
///
/// It knows nothing of what was counted: names and stages are its user's, and carry their unit as a
/// suffix (`_ns`, `_bytes`).
package struct RunReport: Sendable, Hashable {
  package static let schema = "triptych.report/1"

  /// Wall and CPU nanoseconds spent in a stage.
  package struct Stage: Sendable, Hashable {
    package var wall: UInt64
    /// Nil where it was not measured: others, such as the kernel, did the work.
    package var cpu: UInt64?

    package init(wall: UInt64, cpu: UInt64?) {
      self.wall = wall
      self.cpu = cpu
    }
  }

  /// A quantity that adds.
  package enum Sum: Sendable, Hashable {
    case measured(UInt64)
    /// It exists and was not measured, wholly or in part.
    case unknown

    package init(_ value: UInt64?) { self = value.map { .measured($0) } ?? .unknown }

    package var value: UInt64? {
      if case .measured(let value) = self { value } else { nil }
    }
  }

  /// How each run was set up and how it ended, one entry a run.
  package var runs: [JSONValue] = []
  package var sums: [String: Sum] = [:]
  package var peaks: [String: Sum] = [:]
  package var stages: [String: Stage] = [:]
  package var histograms: [String: Histogram] = [:]
  /// Everything that went wrong, one entry each.
  package var failures: [JSONValue] = []
  /// Things worth knowing that are no failures.
  package var notes: [String] = []

  package init() {}
}

extension RunReport {
  /// Both reports as one. What only one of them has is kept as it is; what one of them could not
  /// measure is unknown of both together.
  package func merged(with other: RunReport) -> RunReport {
    var result = self
    result.runs += other.runs
    result.sums.merge(other.sums, uniquingKeysWith: RunReport.add)
    result.peaks.merge(other.peaks) { a, b in
      guard let a = a.value, let b = b.value else { return .unknown }
      return .measured(max(a, b))
    }
    result.stages.merge(other.stages) { a, b in
      Stage(wall: a.wall + b.wall, cpu: RunReport.add(.init(a.cpu), .init(b.cpu)).value)
    }
    result.histograms.merge(other.histograms) { a, b in
      var sum = a
      sum.add(b)
      return sum
    }
    result.failures += other.failures
    result.notes += other.notes.filter { !notes.contains($0) }
    return result
  }

  private static func add(_ a: Sum, _ b: Sum) -> Sum {
    guard let a = a.value, let b = b.value else { return .unknown }
    let (sum, overflow) = a.addingReportingOverflow(b)
    return overflow ? .unknown : .measured(sum)
  }
}
