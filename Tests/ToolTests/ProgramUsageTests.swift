import Execution
import FileIO
import Platform
import Report
import SystemPackage
import TestSupport
import Testing

/// Whether a report says of CPU, switches and faults what the kernel says of the finished program
/// to whoever started it: that is what time(1) shows.
@Suite(.serialized) struct ProgramUsageTests {
  /// What the program still does after it has read the figures: make the text, write it, end. A
  /// sanitizer looks for leaks and races after that, with threads of its own.
  static let faultSlack: UInt64 = Places.sanitizer == "address" ? 4000 : 300
  static let switchSlack: UInt64 = Places.sanitizer == nil ? 20 : 500
  static let timeSlack: UInt64 = Places.sanitizer == nil ? 10_000_000 : 200_000_000

  static let ways: [[String]] = [
    ["inline"], ["locked"], ["free"], ["free", "--io", "pool"], ["forked"],
    ["forked", "--handoff", "pipe"], ["forked", "--handoff", "shm"],
  ]

  static func run(_ mode: [String]) throws -> (Sys.Ending, RunReport) {
    let place = try TemporaryFolder()
    let report = place.appending("report.json")
    let child = try Sys.spawn(
      Places.triptych,
      ([
        "process", Places.fixtures.appending("jpeg").string, "--output",
        place.appending("out").string, "--report", report.string, "--quiet", "--filters",
        "gaussian=sigma=3", "--workers", "2", "--mode",
      ] + mode).map { Array($0.utf8) },
      output: place.appending("said"), errors: place.appending("complaints"))
    let ending = try #require(try Sys.wait(for: child))
    return (ending, try RunReport(json: JSONValue(parsing: try Files.read(report))))
  }

  @Test(arguments: ways)
  func aReportAgreesWithTheKernel(mode: [String]) throws {
    let (ending, report) = try Self.run(mode)
    let kernel = ending.usage
    for (name, all, slack) in [
      ("cpu_user_ns", kernel.user, Self.timeSlack + kernel.user / 50),
      ("cpu_system_ns", kernel.system, Self.timeSlack + kernel.system / 50),
      ("voluntary_switches", kernel.voluntarySwitches, Self.switchSlack),
      ("minor_faults", kernel.minorFaults, Self.faultSlack),
      ("major_faults", kernel.majorFaults, Self.switchSlack),
    ] {
      let own = try #require(report.sums[name]?.value, "\(name)")
      // CPU is given out in ticks where the kernel's clock is coarse: user and system may shift.
      #expect(own <= all + (name.hasSuffix("_ns") ? slack : 0), "\(name): \(own) of \(all)")
      #expect(all <= own + slack, "\(name): \(own) of \(all)")
    }
    let cutOff = try #require(report.sums["involuntary_switches"]?.value)
    #expect(cutOff <= kernel.involuntarySwitches)
  }

  /// How often the program is cut off while it ends is up to what else runs just then. So of three
  /// runs the middle one has to be near: a count that is lost in every other run shows.
  @Test(arguments: ways)
  func switchesAreNearTheKernelsInMostRuns(mode: [String]) throws {
    let missing = try (1...3).map { _ in
      let (ending, report) = try Self.run(mode)
      let own = try #require(report.sums["involuntary_switches"]?.value)
      return Int(ending.usage.involuntarySwitches) - Int(own)
    }
    #expect(missing.sorted()[1] <= Int(Self.switchSlack), "\(missing)")
  }

  @Test(
    .enabled(
      if: Places.sanitizer == nil,
      "a sanitizer's own memory is shared in ways of its own"),
    arguments: ways)
  func memoryIsBetweenItsBounds(mode: [String]) throws {
    let report = try Self.run(mode).1
    let peak = try #require(report.peaks["peak_memory_bytes"]?.value)
    let bound = try #require(report.peaks["peak_resident_bytes"]?.value)
    #expect(peak > 1 << 20)
    #expect(peak <= bound)
    #expect(try #require(report.sums["memory_samples"]?.value) > 0)
    let cost = try #require(report.sums["memory_sampling_cpu_ns"]?.value)
    #expect(cost > 0)
    let engine = report.runs[0]["io_ran"]?.asString
    #expect((report.sums["kernel_io_cpu_ns"] != nil) == (engine == "uring"))
  }

  @Test(arguments: ways)
  func whatTheMachineDoesNotSayIsUnknownWithAReason(mode: [String]) throws {
    let report = try Self.run(mode).1
    let isCounted = report.sums["hardware_cycles"]?.value != nil
    let scope = try #require(report.runs[0]["hardware_scope"])
    let isExplained = report.notes.contains { $0.contains("the processor's counters") }
    #expect(isCounted == !scope.isNull || report.sums["hardware_instructions"]?.value != nil)
    #expect(isExplained == scope.isNull)
    let isKept = SchedulerFigures.of(thread: Sys.processID, in: Sys.processID) != nil
    #expect((report.sums["run_queue_delay_ns"]?.value != nil) == isKept)
  }

  @Test(arguments: ways)
  func partsAddUp(mode: [String]) throws {
    let report = try Self.run(mode).1
    func sum(_ name: String) throws -> UInt64 {
      try #require(report.sums[name]?.value, "\(name)")
    }
    for kind in ["user", "system"] {
      let workers = report.sums["workers_cpu_\(kind)_ns"]?.value
      #expect((workers != nil) == (mode[0] == "forked"))
      #expect(
        try sum("coordinator_cpu_\(kind)_ns") + (workers ?? 0) == sum("cpu_\(kind)_ns"))
    }
    let run = try sum("run_cpu_user_ns") + sum("run_cpu_system_ns")
    #expect(try run <= sum("cpu_user_ns") + sum("cpu_system_ns") + Self.timeSlack)
    #expect(run > 0)
    let cores = try #require(report.runs[0]["effective_cores"]?.asNumber)
    #expect(abs(cores - Double(run) / Double(try sum("wall_ns"))) < 1e-6)
    let cpus = try #require(report.runs[0]["effective_cpus"]?.asNumber)
    let utilisation = try #require(report.runs[0]["utilisation"]?.asNumber)
    #expect(abs(utilisation - cores / cpus) < 1e-6)
    #expect(report.stages["read"]?.cpu == nil && report.stages["write"]?.cpu == nil)
    #expect((report.stages["filter"]?.cpu ?? 0) > 0)
  }
}
