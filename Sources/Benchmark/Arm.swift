import Figures
import Measure

/// A value and where the true one lies.
package struct Estimate: Sendable, Hashable {
  package var value: Double
  /// Nil where there were too few rounds.
  package var interval: Interval?

  package init(value: Double, interval: Interval?) {
    self.value = value
    self.interval = interval
  }
}

/// One of the ways of doing the same jobs that are compared: its runs, and what they say.
package struct Arm: Sendable {
  package var setup: ArmSetup
  /// Short and unlike that of any other arm: `free 2`, `forked 2 handoff=shm`.
  package var label: String
  /// `label` without the number of workers: the same for the arms of one scaling series.
  package var seriesLabel: String
  /// In the order of the rounds. Warm-up runs are not among them.
  package var runs: [BenchmarkRun]

  /// Medians over the rounds, with bootstrap intervals. Absent: not known of every run.
  package var figures: [Figure: Estimate] = [:]
  /// Wall against the baseline's; nil for the baseline itself and without runs.
  package var comparison: Comparison?
  /// `comparison` in words.
  package var sentence: String?
  /// How many times as fast as the arm of its series with one worker, paired by round; nil where
  /// there is no such arm. 1 without an interval for that arm itself.
  package var speedUp: Estimate?
  /// `speedUp` ÷ workers.
  package var efficiency: Estimate?

  /// One run as it went: of those that recorded a timeline, the one whose wall time is closest to
  /// the median. Nil where none was asked for.
  package var timeline: ArmTimeline?
  /// Which I/O engine ran, as runs reported it; several if they differed.
  package var engines: [String] = []

  package init(setup: ArmSetup, label: String, seriesLabel: String, runs: [BenchmarkRun]) {
    self.setup = setup
    self.label = label
    self.seriesLabel = seriesLabel
    self.runs = runs
  }

  /// Of all runs together, by the names that reports have for them.
  package var histograms: [String: Histogram] {
    runs.reduce(into: [:]) { all, run in
      for (name, histogram) in run.histograms { all[name, default: Histogram()].add(histogram) }
    }
  }
}

extension [Arm] {
  /// Drops runs of rounds that not all arms were run in, and whatever they measured with them: a
  /// comparison that was stopped in the middle of a round has some.
  ///
  /// - Returns: how many rounds there are.
  package mutating func keepWholeRounds() -> Int {
    let rounds = map(\.runs.count).min() ?? 0
    for index in indices { self[index].runs.removeAll { $0.round >= rounds } }
    return rounds
  }
}
