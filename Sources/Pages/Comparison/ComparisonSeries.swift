import Benchmark
import Figures
import Measure

/// The arms that differ only in their number of workers, and what they are drawn with.
struct ComparisonSeries {
  var label: String
  var ink: Ink
  /// By ascending workers.
  var arms: [Arm]

  /// In the order in which they first occur. A mode has the same ink on every page; other series
  /// get what is left.
  static func all(of report: ComparisonReport) -> [ComparisonSeries] {
    var series: [ComparisonSeries] = []
    for arm in report.arms {
      if let index = series.firstIndex(where: { $0.label == arm.seriesLabel }) {
        series[index].arms.append(arm)
      } else {
        series.append(ComparisonSeries(label: arm.seriesLabel, ink: .fourth, arms: [arm]))
      }
    }
    let own: [String: Ink] = ["locked": .first, "free": .second, "forked": .third]
    var free = Ink.allCases
    for index in series.indices {
      series[index].arms.sort { $0.setup.workers < $1.setup.workers }
      let wanted = own[series[index].arms[0].setup.mode] ?? .fourth
      // With more series than inks, markers and colours repeat; labels still tell them apart.
      let ink = free.contains(wanted) ? wanted : free.last ?? wanted
      free.removeAll { $0 == ink }
      series[index].ink = ink
    }
    return series
  }

  /// The arm with the most workers, if anything was measured of it.
  var widest: ComparisonArm? {
    arms.last { !$0.runs.isEmpty }.map { ComparisonArm(arm: $0, ink: ink) }
  }
}

/// An arm and what it is drawn with.
struct ComparisonArm {
  var arm: Arm
  var ink: Ink

  /// `free, 2 workers`
  var name: String { Self.name(arm) }

  static func name(_ arm: Arm) -> String {
    "\(arm.seriesLabel), \(Humanised.count(arm.setup.workers, "worker"))"
  }
}

extension Estimate {
  /// The interval's ends, in a unit so many times as large.
  func ends(_ unit: Double = 1) -> ClosedRange<Double>? {
    guard let interval, interval.lower <= interval.upper else { return nil }
    return interval.lower / unit...interval.upper / unit
  }
}
