import Figures
import Foundation
import Pages
import Testing

@Suite struct ChartTests {
  /// 0 has no place on a logarithmic axis and is by far the most frequent wait.
  @Test func noWaitHasABarOfItsOwn() {
    var histogram = Histogram()
    for _ in 0..<5 { histogram.record(0) }
    histogram.record(5000)
    let chart = DurationChart(
      title: "t", summary: "s", histogram: histogram, ink: .first,
      references: [(nanoseconds: 0, label: "median"), (nanoseconds: 5000, label: "99 %")])
    #expect(chart.zeros == 5)
    #expect(chart.bars.map(\.count) == [1])
    let text = chart.drawing(width: 390).content.text
    #expect(text.contains("0: 5 (83.3 %)"), "\(text)")
    // The axis goes as far down as there is something to see, and no further.
    #expect(!text.contains("0.0 ns<") && text.components(separatedBy: "mark bar").count == 3)
    histogram = Histogram()
    histogram.record(1)
    let without = DurationChart(
      title: "t", summary: "s", histogram: histogram, ink: .first, references: [])
    #expect(without.zeros == 0 && without.bars.map(\.lower) == [1])
  }

  /// On a phone, a panel's label and its mean stand below each other.
  @Test(arguments: [(390.0, false), (760.0, true)])
  func labelsOfCoursesDoNotTouch(width: Double, isBeside: Bool) {
    let panel = CourseChart.Panel(
      label: "forked, 2 workers, shm", ink: .first, length: 1_000_000, values: [1, 2], mean: 1.5)
    let chart = CourseChart(
      title: "t", summary: "s", panels: [panel], meanLabel: "effective cores on average",
      ceiling: nil)
    let low = CourseChart(
      title: "t", summary: "s",
      panels: [
        .init(label: "a", ink: .first, length: 1_000_000, values: [1, 2], mean: 1.5)
      ], meanLabel: "cores", ceiling: nil)
    let heights = [chart, low].map { $0.drawing(width: width).height }
    #expect((heights[0] == heights[1]) == isBeside, "\(heights)")
  }
}
