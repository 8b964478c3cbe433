import Platform
import Synchronization
import SystemPackage
import Testing

#if canImport(Glibc)
  import Glibc
#endif

@Suite("What the kernel says of processes that run") struct WatchingTests {
  @Test func proportionalSizeIsFoundAmongOtherLines() {
    let text = "5600-7ffe ---p 00:00 0 [rollup]\nRss:  999 kB\nPss:   1234 kB\nPss_Anon:  5 kB\n"
    #expect(ProcessMemory.proportional(in: Array(text.utf8)) == 1234 * 1024)
    #expect(ProcessMemory.proportional(in: Array("Rss: 4 kB\nPss:\n".utf8)) == nil)
    #expect(ProcessMemory.proportional(in: []) == nil)
  }

  @Test func whatIsTouchedIsThere() throws {
    let touched = [UInt8](repeating: 1, count: 32 << 20)
    let proportional = try #require(ProcessMemory.proportional(of: Sys.processID))
    #expect(proportional > UInt64(touched.count))
    for tellingShared in [false, true] {
      let resident = try #require(
        ResidentMemory.of(process: Sys.processID, tellingShared: tellingShared))
      #expect(resident.anonymous > UInt64(touched.count))
      // The program itself.
      #expect(resident.files > 0)
    }
    #expect(touched.allSatisfy { $0 == 1 })
  }

  @Test func residentPagesAreToldApart() {
    let page = UInt64(sysconf(CInt(_SC_PAGESIZE)))
    #expect(
      ResidentMemory(statm: Array("90 40 15 3 0 9 0\n".utf8))
        == ResidentMemory(anonymous: 25 * page, files: 15 * page))
    for line in ["", "90\n", "90 40\n", "90 15 40\n", "a b c\n", "0 0 0\n"] {
      #expect(ResidentMemory(statm: Array(line.utf8)) == nil, "\(line)")
    }
    let status = "Name:\tx\nVmRSS:\t 9 kB\nRssAnon:\t   4 kB\nRssFile:\t3 kB\nRssShmem:\t2 kB\n"
    #expect(
      ResidentMemory(status: Array(status.utf8))
        == ResidentMemory(anonymous: 4096, files: 3072, shared: 2048))
    for text in ["", "RssAnon:\t4 kB\n", status.replacing("3 kB", with: "x kB")] {
      #expect(ResidentMemory(status: Array(text.utf8)) == nil, "\(text)")
    }
  }

  @Test func nobodyHasNothing() {
    // Above the highest number that a process can have.
    let nobody: CInt = 1 << 23
    #expect(ProcessMemory.proportional(of: nobody) == nil)
    #expect(ResidentMemory.of(process: nobody, tellingShared: false) == nil)
    #expect(ResidentMemory.of(process: nobody, tellingShared: true) == nil)
    #expect(Clock.cpu(of: nobody) == nil)
    #expect(KernelWorkers.cpu(of: nobody) == nil)
    #expect(ResourceUsage.highWater(ofProcess: nobody) == nil)
    #expect(SchedulerFigures.of(thread: nobody, in: nobody) == nil)
  }

  @Test func cpuOfAProcessIsThatOfItsClock() throws {
    let before = Clock.processCPU()
    let cpu = try #require(Clock.cpu(of: Sys.processID))
    #expect(before <= cpu && cpu <= Clock.processCPU())
  }

  @Test(arguments: [
    ("12 34 5\n", 34), ("0 34 5\n", 34), ("0 0 0\n", nil), ("12 34\n", nil), ("a b c\n", nil),
    ("", nil),
  ])
  func aLineOfTheSchedulerIsRead(line: String, waiting: UInt64?) {
    #expect(SchedulerFigures(Array(line.utf8))?.waiting == waiting)
  }

  /// Threads that outnumber the CPUs wait, and what they waited is there when they have ended.
  @Test(
    .enabled(
      if: SchedulerFigures.of(thread: Sys.processID, in: Sys.processID) != nil,
      "this kernel keeps no schedstat"))
  func waitingOutlivesThreads() throws {
    let before = try #require(RunQueue.delay())
    var threads: [Thread] = []
    for _ in 0..<64 {
      let thread = try Thread(name: "busy") {
        let end = Clock.threadCPU() + 2_000_000
        while Clock.threadCPU() < end {}
      }
      threads.append(thread)
    }
    for thread in threads { thread.join() }
    #expect(try #require(RunQueue.delay()) > before)
  }

  @Test func countersThatTookTurnsAreScaledUp() {
    #expect(HardwareCounters.scaled(10, wanted: 100, ran: 100) == 10)
    #expect(HardwareCounters.scaled(10, wanted: 100, ran: 25) == 40)
    #expect(HardwareCounters.scaled(10, wanted: 100, ran: 0) == nil)
  }

  @Test func countersCountOrSayWhyNot() {
    let counters = HardwareCounters()
    let first = counters.reading
    let second = counters.reading
    #expect((first.absence == nil) == !first.isEmpty)
    if let cycles = first.cycles { #expect(second.cycles ?? 0 >= cycles) }
    #expect(HardwareCounters.explanation(of: .noSuchFileOrDirectory).contains("virtual"))
    #expect(HardwareCounters.explanation(of: .permissionDenied).contains("perf_event_paranoid"))
  }

  /// A plan counts the calls of what is tested; those of what watches it must not shift its
  /// numbers.
  @Test func whoStandsAsideIsNotCounted() throws {
    let plan = FaultPlan(.open, .fail(.ioError))
    try Faults.with(plan) {
      _ = try Faults.aside { try Sys.contents(of: "/proc/self/statm") }
      let thread = try Faults.aside {
        try Thread(name: "aside") { _ = try? Sys.contents(of: "/proc/self/statm") }
      }
      thread.join()
      #expect(plan.calls(of: .open) == 0)
      #expect(throws: Errno.ioError) { try Sys.contents(of: "/proc/self/statm") }
    }
  }
}
