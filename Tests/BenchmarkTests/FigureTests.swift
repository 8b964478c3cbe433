import Benchmark
import Report
import Testing

@Suite struct FigureTests {
  @Test func unitsFollowFromNames() {
    #expect(Figure.wall.unit == .nanoseconds)
    #expect(Figure.peakMemory.unit == .bytes)
    #expect(Figure.forks.unit == .count)
    #expect(Figure.utilisation.unit == .share)
  }

  /// By the names that the tool writes, so that nothing measured is lost on the way to a
  /// comparison.
  @Test(arguments: [
    (Figure.runQueueDelay, "run_queue_delay_ns"), (.voluntarySwitches, "voluntary_switches"),
    (.involuntarySwitches, "involuntary_switches"), (.minorFaults, "minor_faults"),
    (.majorFaults, "major_faults"), (.kernelIOCPU, "kernel_io_cpu_ns"),
    (.instructions, "hardware_instructions"), (.cycles, "hardware_cycles"),
    (.cacheMisses, "hardware_cache_misses"), (.handoffTime, "handoff_ns"),
  ])
  func sumsOfAReportAreFound(figure: Figure, name: String) {
    let outside = OutsideView(wall: 1, cpuUser: 1, cpuSystem: 1)
    var report = RunReport()
    report.sums[name] = .measured(7)
    #expect(Figure.values(outside, report, effectiveCPUs: 1)[figure] == 7)
    report.sums[name] = .unknown
    #expect(Figure.values(outside, report, effectiveCPUs: 1)[figure] == nil)
  }

  @Test func memoryIsTheOneThatCountsSharedPagesOnce() {
    var report = RunReport()
    report.peaks = ["peak_memory_bytes": .measured(5), "peak_resident_bytes": .measured(9)]
    let outside = OutsideView(wall: 1, cpuUser: 1, cpuSystem: 1)
    let values = Figure.values(outside, report, effectiveCPUs: 1)
    #expect(values[.peakMemory] == 5)
    #expect(values[.peakResident] == 9)
  }
}
