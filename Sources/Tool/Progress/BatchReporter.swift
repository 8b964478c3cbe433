import Execution
import Figures
import Pipeline
import Platform
import Report
import Synchronization

/// Follows a batch: adds outcomes up, names failures as they happen, shows progress and prints
/// `--json` lines.
package final class BatchReporter: BatchObserver {
  private struct State: ~Copyable {
    var tally: BatchTally
    var console: Console
    var warningsShown = 0
    var endedIDs: Set<Int> = []
  }

  /// Warnings shown one by one; the rest are counted.
  package static let warningLimit = 20

  private let state: Mutex<State>
  private let jsonSink: (any TextSink)?
  private let style: Style
  private let clock: @Sendable () -> UInt64
  private let start: UInt64

  /// - Parameters:
  ///   - json: where a line for each job goes, if anywhere.
  ///   - clock: nanoseconds of a clock that never goes back.
  package init(
    _ jobs: [Job], console: sending Console, json: (any TextSink)?, style: Style,
    clock: @escaping @Sendable () -> UInt64 = Clock.wall
  ) {
    state = Mutex(State(tally: BatchTally(jobs), console: console))
    jsonSink = json
    self.style = style
    self.clock = clock
    start = clock()
  }

  package func began(_ job: Job) { tick() }

  package func ended(_ job: Job, _ outcome: Outcome) {
    jsonSink?.write(JobLine.ended(job, outcome).line + "\n")
    state.withLock { state in
      state.tally.add(job, outcome)
      state.endedIDs.insert(job.id)
      for warning in outcome.warnings {
        state.warningsShown += 1
        if state.warningsShown <= BatchReporter.warningLimit {
          state.console.say(
            style.yellow("warning") + " \(job.input.printable): \(printable(warning))")
        } else if state.warningsShown == BatchReporter.warningLimit + 1 {
          state.console.say("more warnings are only counted from here on")
        }
      }
      if let failure = outcome.failure {
        state.console.say(
          style.red("failed") + " "
            + FailureText.line(BatchTally.Failure(input: job.input, failure: failure)))
      }
      show(&state)
    }
  }

  /// Brings the progress line up to date; call it now and then, from any thread.
  package func tick() {
    state.withLock { show(&$0) }
  }

  /// Takes the progress line away and says what was added up.
  package func finish() -> BatchTally {
    state.withLock { state in
      state.console.clear()
      return state.tally
    }
  }

  /// Ids of the jobs that ended.
  package var endedIDs: Set<Int> { state.withLock { $0.endedIDs } }

  private func show(_ state: inout State) {
    var line = ProgressLine(total: state.tally.total, totalBytes: state.tally.totalBytes)
    line.ended = state.tally.ended
    line.failed = state.tally.failures.count
    line.endedBytes = state.tally.endedBytes
    line.pixels = state.tally.inputPixels
    line.elapsed = clock() - start
    state.console.show(line, now: line.elapsed)
  }

  private func printable(_ text: String) -> String { PathText.printable(Array(text.utf8)) }
}

/// Failures in words.
package enum FailureText {
  /// Failures named again at the end; the report has them all.
  package static let limit = 20

  /// What failed, in which stage, and why, on one line.
  package static func line(_ entry: BatchTally.Failure) -> String {
    let name = entry.input.printable
    let reason = PathText.printable(Array(entry.failure.reason.utf8))
    // Reasons that are about a file name it themselves.
    if reason.contains(name) { return reason }
    return "\(name): \(reason) (in \(entry.failure.stage.name))"
  }

  /// The failures at the end of a run.
  package static func list(_ failures: [BatchTally.Failure]) -> [String] {
    guard !failures.isEmpty else { return [] }
    let shown = failures.prefix(limit).map { "  " + line($0) }
    let left = failures.count - shown.count
    let more = left > 0 ? ["  … and \(Humanised.count(left)) more; --report lists all"] : []
    return ["", "\(Humanised.count(failures.count, "file")) failed:"] + shown + more
  }
}
