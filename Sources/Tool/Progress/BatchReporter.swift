import Execution
import Figures
import Pipeline
import Platform
import Report
import SystemPackage

/// Follows a batch: adds outcomes up, names failures as they happen, shows progress and prints
/// `--json` lines.
package final class BatchReporter: BatchObserver {
  private struct State: ~Copyable {
    var tally: BatchTally
    var console: Console
    var warningsShown = 0
    var begunIDs: Set<Int> = []
    var endedIDs: Set<Int> = []
    /// Pictures that took more than their share of memory, and the one that took most.
    var oversized = 0
    var largest: (input: FilePath, bytes: Int)?
  }

  /// Warnings shown one by one; the rest are counted.
  package static let warningLimit = 20

  private let state: Guarded<State>
  private let jsonSink: (any TextSink)?
  private let style: Style
  private let clock: @Sendable () -> UInt64
  private let start: UInt64
  private let memoryBudget: Int?

  /// - Parameters:
  ///   - json: where a line for each job goes, if anywhere.
  ///   - memoryBudget: bytes; it is said when a picture takes more than its share, and at the end
  ///     how many did. Nil is never said.
  ///   - clock: nanoseconds of a clock that never goes back.
  package init(
    _ jobs: [Job], console: sending Console, json: (any TextSink)?, style: Style,
    memoryBudget: Int? = nil, clock: @escaping @Sendable () -> UInt64 = Clock.wall
  ) {
    state = Guarded(State(tally: BatchTally(jobs), console: console))
    jsonSink = json
    self.style = style
    self.clock = clock
    start = clock()
    self.memoryBudget = memoryBudget
  }

  package func began(_ job: Job) {
    state.withLock { state in
      state.begunIDs.insert(job.id)
      show(&state)
    }
  }

  /// Says that a signal was heard, and what comes of it.
  package func stopping(_ urgency: StopRequest.Urgency, _ signal: StopSignals.Signal) {
    state.withLock { state in
      let inFlight = state.begunIDs.subtracting(state.endedIDs).count
      // A worker that reads for itself has a file before it can begin it.
      let files = inFlight == 0 ? "what is in flight" : Humanised.count(inFlight, "file")
      let isKey = signal == .interrupt
      let word = isKey ? "interrupted" : "told to end"
      if urgency == .cancel {
        state.console.say("\(word) again: dropping \(files)")
      } else {
        let again = isKey ? "press Ctrl-C again" : "a second signal is needed"
        let them = inFlight <= 1 ? "it" : "them"
        state.console.say("\(word): finishing \(files); \(again) to drop \(them)")
      }
      show(&state)
    }
  }

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
      noteBudget(job, outcome, &state)
      if let failure = outcome.failure, failure.kind != .interrupted {
        state.console.say(
          style.red("failed") + " "
            + FailureText.line(BatchTally.Failure(input: job.input, failure: failure)))
      }
      show(&state)
    }
  }

  /// Brings the progress line up to date; call it now and then, from any thread. It waits for
  /// nobody: another who is at it may be stuck in a write, and the caller has signals to look
  /// after.
  package func tick() {
    state.withLockIfFree { show(&$0) }
  }

  /// Takes the progress line away and says what was added up.
  package func finish() -> BatchTally {
    state.withLock { state in
      state.console.clear()
      if state.oversized > 1, let largest = state.largest {
        state.console.say(
          "note: \(Humanised.count(state.oversized, "picture")) took more than half of the memory "
            + "budget, most of all \(largest.input.printable) with "
            + Humanised.bytes(UInt64(largest.bytes)))
      }
      return state.tally
    }
  }

  /// Ids of the jobs that ended.
  package var endedIDs: Set<Int> { state.withLock { $0.endedIDs } }

  /// A picture that is larger than the budget is worked on all the same, alone.
  private func noteBudget(_ job: Job, _ outcome: Outcome, _ state: inout State) {
    guard let memoryBudget, outcome.workingBytes > memoryBudget / 2 else { return }
    state.oversized += 1
    if outcome.workingBytes > state.largest?.bytes ?? 0 {
      state.largest = (job.input, outcome.workingBytes)
    }
    guard state.oversized == 1 else { return }
    let taken = Humanised.bytes(UInt64(outcome.workingBytes))
    state.console.say(
      "note: working on \(job.input.printable) takes \(taken), more than the half of the memory "
        + "budget that such work may have; pictures as large are done one at a time")
  }

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
    line(
      input: entry.input, reason: entry.failure.reason, place: " (in \(entry.failure.stage.name))")
  }

  /// - Parameter place: where it failed, for reasons that do not name the file themselves.
  static func line(input: FilePath, reason: String, place: String = "") -> String {
    let name = input.printable
    let reason = PathText.printable(Array(reason.utf8))
    return reason.contains(name) ? reason : "\(name): \(reason)\(place)"
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
