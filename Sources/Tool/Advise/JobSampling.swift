import Pipeline

/// Which jobs of a batch stand for all of them.
package enum JobSampling {
  /// Jobs at equal distances in the order of their inputs' sizes, the largest among them, as many
  /// as asked for or as there are.
  package static func choose(_ count: Int, of jobs: [Job]) -> [Job] {
    let sorted = jobs.sorted { ($0.inputBytes, $0.id) < ($1.inputBytes, $1.id) }
    guard count > 0, count < sorted.count else { return count > 0 ? sorted : [] }
    guard count > 1 else { return [sorted[sorted.count / 2]] }
    return (0..<count).map { sorted[$0 * (sorted.count - 1) / (count - 1)] }
  }
}
