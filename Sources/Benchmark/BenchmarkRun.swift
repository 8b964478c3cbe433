import Figures
import Report

/// One run of one arm: a process of its own that did all jobs once.
package struct BenchmarkRun: Sendable {
  /// From 0.
  package var round: Int
  /// The how-manieth run of the round it was, from 0.
  package var place: Int
  /// Nanoseconds from the start of the whole measurement until this run's process was started.
  package var started: UInt64
  /// What is known of it. A figure that is absent was not measured, or does not exist in its mode.
  package var values: [Figure: Double]
  /// By the names that reports have for them (`lock_hold_ns`, `job_ns`).
  package var histograms: [String: Histogram] = [:]

  package init(round: Int, place: Int, started: UInt64, values: [Figure: Double]) {
    self.round = round
    self.place = place
    self.started = started
    self.values = values
  }
}
