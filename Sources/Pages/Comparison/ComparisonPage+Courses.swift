import Benchmark
import Figures

extension ComparisonPage {
  /// How many cores were kept busy over time; nil where no run recorded it.
  static func courses(_ report: ComparisonReport, _ shown: [ComparisonArm]) -> Page.Section? {
    let panels = shown.compactMap { entry -> CourseChart.Panel? in
      guard let timeline = entry.arm.timeline, timeline.duration > 0,
        let counter = timeline.counters.first(where: { $0.name == "effective_cores" }),
        !counter.points.isEmpty
      else { return nil }
      let values = averages(counter, over: timeline.duration, parts: 480)
      let mean = values.reduce(0, +) / Double(values.count)
      return CourseChart.Panel(
        label: entry.name, ink: entry.ink, length: timeline.duration, values: values, mean: mean)
    }
    guard !panels.isEmpty else { return nil }
    let cpus = report.machine.effectiveCPUs
    let summary = panels.map { "\($0.label): \(Humanised.figures($0.mean)) on average" }
    let chart = CourseChart(
      title: "Effective cores over time",
      summary: summary.joined(separator: "; ") + ", of \(Humanised.count(cpus, "CPU")).",
      panels: panels, meanLabel: "cores on average",
      ceiling: (Double(cpus), Humanised.count(cpus, "CPU")))
    return Page.Section(
      identifier: "cores", name: "Cores", heading: "How many cores each way keeps busy"
    ) {
      Exhibit(
        "cores-chart", chart,
        caption: "CPU time per wall time, of the run of each arm whose wall time is closest to "
          + "the median. Overlapping in time is concurrency; above one core is parallelism."
      ).markup
    }
  }

  /// A value holds until the next; averaged over equal parts of the duration.
  static func averages(_ counter: ArmTimeline.Counter, over duration: UInt64, parts: Int)
    -> [Double]
  {
    let width = Double(duration) / Double(parts)
    var sums = [Double](repeating: 0, count: parts)
    for (index, point) in counter.points.enumerated() {
      let next = index + 1 < counter.points.count ? counter.points[index + 1].time : duration
      let from = Double(min(point.time, duration)) / width
      let to = Double(min(max(next, point.time), duration)) / width
      for part in Int(from)..<max(Int(from), min(parts, Int(to.rounded(.up)))) {
        sums[part] +=
          point.value * max(0, min(to, Double(part + 1)) - max(from, Double(part)))
      }
    }
    return sums
  }
}
