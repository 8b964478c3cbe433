import Figures
import Measure

/// How far a comparison has come.
package struct CompareProgress: ProgressText, Sendable {
  package var done: Int
  package var total: Int
  /// What is going on: `round 2 of 10: free 2`.
  package var activity: String
  /// Nanoseconds; nil before there is anything to go by.
  package var remaining: UInt64?

  package init(done: Int, total: Int, activity: String, remaining: UInt64?) {
    self.done = done
    self.total = total
    self.activity = activity
    self.remaining = remaining
  }

  package func bar(width: Int) -> String {
    let counts = "\(done)/\(total)"
    let eta = remaining.map { ProgressLine.eta($0) }
    let share = total == 0 ? 1 : Double(done) / Double(total)
    for parts in [[counts, eta, activity], [counts, eta], [counts]] {
      let text = parts.compactMap(\.self).joined(separator: "  ")
      let room = min(width - text.count - 4, 30)
      if room >= 10 { return ProgressLine.gauge(share, width: room) + "  " + text }
    }
    return String(counts.prefix(max(width, 0)))
  }

  package var plain: String {
    let eta = remaining.map { ", " + ProgressLine.eta($0) } ?? ""
    return "\(done) of \(total) runs\(eta), \(activity)"
  }
}
