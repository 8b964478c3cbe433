import Benchmark
import Execution
import Platform
import Report
import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// What one run left behind.
struct ChildRun {
  /// Of the monotonic clock.
  var started: UInt64
  var outside: OutsideView
  var report: RunReport
  var timeline: Timeline?
}

/// Starts runs as processes of their own, and takes down what can be seen from outside.
///
/// The tool starts itself anew for each run, so that nothing of one run (memory, threads, open
/// files) is there in the next, and a run is what a user would run. While it waits it has no second
/// thread and wakes only to show progress.
struct Launcher {
  /// The very program that is running, also if its file was replaced meanwhile.
  static let program: FilePath = "/proc/self/exe"

  let scratch: Scratch
  /// Becomes readable when somebody asks to stop.
  let stop: FileDescriptor
  /// Milliseconds between two looks at the progress; nil for none.
  let tick: Int?
  /// Whether a run counts in which some pictures could not be done.
  var allowsFailures = false
  /// Whether threads share pictures. One thread, one picture, unless it is said otherwise: what is
  /// compared is how workers are run, not how a picture is divided.
  var split = Splitting.off

  /// Runs `process` with these words.
  ///
  /// - Parameters:
  ///   - arm: its name, for errors.
  ///   - output: where outputs go, if not to the scratch folder.
  ///   - whileRunning: called at each tick.
  /// - Returns: nil where somebody asked to stop.
  func run(
    _ words: [String], inputs: [String], arm: String, traced: Bool, output: FilePath? = nil,
    whileRunning: () -> Void
  ) throws(CompareError) -> ChildRun? {
    let output = output ?? scratch.output
    var all = words + ["--output", ArgumentText.encode(output.bytes), "--quiet"]
    all += ["--split", split.rawValue]
    all += ["--report", ArgumentText.encode(scratch.report.bytes)]
    if traced { all += ["--trace", ArgumentText.encode(scratch.trace.bytes)] }
    let arguments = (all + ["--"] + inputs).map(ArgumentText.decode)
    let started = Clock.wall()
    let ended: UInt64
    let ending: Sys.Ending
    do throws(Errno) {
      let child = try Sys.spawn(
        Launcher.program, arguments, output: scratch.said, errors: scratch.complaints)
      ended = try wait(for: child, telling: child, whileRunning)
      guard let found = try Sys.wait(for: child) else { throw Errno.noChildProcess }
      ending = found
    } catch {
      throw CompareError(
        "\(arm) could not be run: \(error.description)", .environment)
    }
    if StopSignals.received != nil { return nil }
    try check(ending.cause, arm)
    return ChildRun(
      started: started,
      outside: OutsideView(
        wall: ended - started, cpuUser: ending.usage.user, cpuSystem: ending.usage.system),
      report: try report(arm), timeline: traced ? try timeline(arm) : nil)
  }

  /// Returns when the child has ended, with the time then. Once somebody asks to stop, it tells the
  /// child to, ten times a second: the second time makes it drop what is in flight, the third ends
  /// it.
  ///
  /// - Parameter target: whom to tell; negative for a whole process group.
  func wait(
    for child: pid_t, telling target: pid_t, _ whileRunning: () -> Void = {}
  ) throws(Errno) -> UInt64 {
    let process = try Sys.descriptor(ofProcess: child)
    while true {
      let isStopping = StopSignals.received != nil
      if isStopping { try? Sys.kill(target, StopSignals.Signal.terminate.number) }
      var polls = [Sys.Poll(process.borrowed)]
      // Readable for ever after the first request, so it is not asked any more.
      if !isStopping { polls.append(Sys.Poll(stop)) }
      _ = try Sys.poll(&polls, milliseconds: isStopping ? 100 : tick)
      if polls[0].canRead { return Clock.wall() }
      whileRunning()
    }
  }

  private func check(_ cause: Sys.Ending.Cause, _ arm: String) throws(CompareError) {
    let how: String
    var status = ExitStatus.someFailed
    switch cause {
    case .exited(code: 0): return
    case .exited(let code) where allowsFailures && code == ExitStatus.someFailed.rawValue: return
    case .exited(let code):
      how = "exit code \(code)"
      if code == ExitStatus.environment.rawValue { status = .environment }
      if code == ExitStatus.usage.rawValue { status = .usage }
    case .killed(let signal): how = "killed by \(Sys.name(ofSignal: signal))"
    }
    let said = (try? Sys.contents(of: scratch.complaints)) ?? []
    let lines = said.split(separator: UInt8(ascii: "\n")).suffix(20)
      .map { "  " + PathText.printable(Array($0)) }
    let advice =
      status == .someFailed
      ? ["Leave out or mend what it names; --accept-damaged keeps what is left of a damaged one."]
      : []
    let heading = "a run of \(arm) failed (\(how)), so there is nothing to compare. It said:"
    throw CompareError(([heading] + lines + advice).joined(separator: "\n"), status)
  }

  private func report(_ arm: String) throws(CompareError) -> RunReport {
    do {
      return try RunReport(json: JSONValue(parsing: try Sys.contents(of: scratch.report)))
    } catch {
      throw CompareError("the report of a run of \(arm) cannot be read: \(error)", .environment)
    }
  }

  private func timeline(_ arm: String) throws(CompareError) -> Timeline {
    do {
      return try Timeline(json: JSONValue(parsing: try Sys.contents(of: scratch.trace)))
    } catch {
      throw CompareError("the trace of a run of \(arm) cannot be read: \(error)", .environment)
    }
  }
}
