import Benchmark
import Testing

@Suite struct FigureTests {
  @Test func unitsFollowFromNames() {
    #expect(Figure.wall.unit == .nanoseconds)
    #expect(Figure.peakMemory.unit == .bytes)
    #expect(Figure.forks.unit == .count)
    #expect(Figure.utilisation.unit == .share)
  }
}
