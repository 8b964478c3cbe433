import Execution
import Report
import Testing
import Tool

@Suite struct RunTimelineTests {
  /// What was used before the first look belongs to the time before it.
  @Test func cpuTimeIsKnownFromTheBeginning() throws {
    var figures = MemoryFigures()
    figures.beginning = (time: 100, cpu: 7)
    figures.record(.init(time: 200, bytes: 50, cpu: 107))
    let timeline = RunTimeline.make(try SpanArena(), figures)
    let samples = Dictionary(uniqueKeysWithValues: timeline.counters.map { ($0.name, $0.samples) })
    #expect(
      samples["CPU"] == [.init(time: 100, value: 7), .init(time: 200, value: 107)])
    #expect(samples["memory (PSS)"] == [.init(time: 200, value: 50)])
  }
}
