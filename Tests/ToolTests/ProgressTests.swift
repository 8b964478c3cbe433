import Execution
import Pipeline
import Platform
import Synchronization
import SystemPackage
import Testing
import Tool

/// Keeps what was written.
final class RecordingSink: TextSink {
  private let pieces = Guarded<[String]>([])
  func write(_ text: String) { pieces.withLock { $0.append(text) } }
  var written: [String] { pieces.withLock { $0 } }
  var text: String { written.joined() }
}

/// A clock that goes as the test says.
final class ScriptedClock: Sendable {
  private let time = Atomic<UInt64>(1_000)
  func advance(by nanoseconds: UInt64) { time.add(nanoseconds, ordering: .relaxed) }
  var now: UInt64 { time.load(ordering: .relaxed) }
}

@Suite struct ProgressTests {
  private var halfWay: ProgressLine {
    var line = ProgressLine(total: 500, totalBytes: 1000)
    (line.ended, line.failed, line.endedBytes) = (200, 3, 500)
    line.pixels = 1_000_000_000
    line.elapsed = 10_000_000_000
    return line
  }

  @Test func theBarShowsWhatMatters() {
    #expect(
      halfWay.bar(width: 120)
        == "[===============               ]  200/500 files  50 % of 1000 B  3 failed  "
        + "20.0 files/s  100 MP/s  ETA 10 s")
  }

  @Test(arguments: 0...120)
  func theBarNeverExceedsTheWidth(width: Int) {
    #expect(halfWay.bar(width: width).count <= width)
    var line = halfWay
    line.endedBytes = 5000
    #expect(line.bar(width: width).count <= width)
  }

  @Test func theTimeLeftFollowsBytesNotFiles() {
    var line = halfWay
    line.endedBytes = 250
    #expect(line.remaining == 30_000_000_000)
    line.totalBytes = 0
    #expect(line.share == 0.4)
    #expect(ProgressLine(total: 5, totalBytes: 5).remaining == nil)
    #expect(ProgressLine(total: 0, totalBytes: 0).share == 1)
  }

  @Test func theBarIsDrawnTenTimesASecondAtMostAndTakenAway() {
    let sink = RecordingSink()
    var console = Console(sink, progress: .bar, width: { 60 })
    for millisecond in 0..<1000 { console.show(halfWay, now: UInt64(millisecond) * 1_000_000) }
    #expect(sink.written.count == 10)
    #expect(sink.written.allSatisfy { $0.hasPrefix("\r[") && $0.hasSuffix("\u{1B}[K") })
    console.say("message")
    #expect(sink.text.hasSuffix("\r\u{1B}[Kmessage\n"))
    console.clear()
    #expect(sink.text.hasSuffix("message\n"))
  }

  @Test func logsGetALineNowAndThen() {
    let sink = RecordingSink()
    var console = Console(sink, progress: .lines, width: { 60 })
    for second in 0..<12 { console.show(halfWay, now: UInt64(second) * 1_000_000_000) }
    #expect(sink.written.count == 2)
    #expect(
      sink.written.first
        == "200 of 500 files, 3 failed, 20.0 files/s, 100 MP/s, ETA 10 s\n")
  }

  @Test func quietIsQuietAndStillNamesFailures() {
    let (sink, json, clock) = (RecordingSink(), RecordingSink(), ScriptedClock())
    let jobs = [MadeUpBatch.job(0, "a\nb.png"), MadeUpBatch.job(1, "c.png")]
    let reporter = BatchReporter(
      jobs, console: Console(sink, progress: .none, width: { 80 }), json: json, style: .plain,
      clock: { clock.now })
    reporter.began(jobs[0])
    reporter.ended(
      jobs[0], MadeUpBatch.outcome(0, failure: JobFailure(.picture, .decode, "bad \u{1B}[2J")))
    reporter.ended(jobs[1], MadeUpBatch.outcome(1))
    clock.advance(by: 10_000_000_000)
    reporter.tick()
    #expect(sink.text == "failed in/a\\nb.png: bad \\x1b[2J (in decode)\n")
    #expect(json.written.count == 2)
    #expect(
      json.written.allSatisfy { $0.hasSuffix("\n") && $0.dropLast().allSatisfy { $0 != "\n" } })
    let tally = reporter.finish()
    #expect(tally.done == 1 && tally.failures.count == 1 && tally.ended == 2)
    #expect(reporter.endedIDs == [0, 1])
  }

  private func reporter(
    _ sink: RecordingSink, _ jobs: [Job], budget: Int? = nil
  ) -> BatchReporter {
    BatchReporter(
      jobs, console: Console(sink, progress: .none, width: { 80 }), json: nil, style: .plain,
      memoryBudget: budget)
  }

  @Test func signalsAreAnsweredInWords() {
    let sink = RecordingSink()
    let jobs = (0..<4).map { MadeUpBatch.job($0, "\($0).png") }
    let reporter = reporter(sink, jobs)
    for job in jobs.prefix(3) { reporter.began(job) }
    reporter.ended(jobs[0], MadeUpBatch.outcome(0))
    reporter.stopping(.stop, .interrupt)
    reporter.ended(jobs[1], MadeUpBatch.outcome(1))
    reporter.stopping(.cancel, .interrupt)
    reporter.stopping(.stop, .terminate)
    #expect(
      sink.written == [
        "interrupted: finishing 2 files; press Ctrl-C again to drop them\n",
        "interrupted again: dropping 1 file\n",
        "told to end: finishing 1 file; a second signal is needed to drop it\n",
      ])
  }

  @Test func droppedJobsAreNoFailures() {
    let sink = RecordingSink()
    let jobs = (0..<2).map { MadeUpBatch.job($0, "\($0).png") }
    let reporter = reporter(sink, jobs)
    reporter.ended(
      jobs[0], MadeUpBatch.outcome(0, failure: JobFailure(.interrupted, .filter, "stopped")))
    reporter.ended(
      jobs[1], MadeUpBatch.outcome(1, failure: JobFailure(.picture, .decode, "damaged")))
    let tally = reporter.finish()
    #expect(tally.interrupted == 1 && tally.failures.count == 1 && tally.ended == 2)
    #expect(sink.written.count == 1)
  }

  @Test func aBudgetBelowOnePictureIsSaidOnce() {
    let sink = RecordingSink()
    let jobs = (0..<3).map { MadeUpBatch.job($0, "\($0).png") }
    let reporter = reporter(sink, jobs, budget: 1 << 20)
    for (job, bytes) in zip(jobs, [1 << 19, 1 << 20, 1 << 20]) {
      var outcome = MadeUpBatch.outcome(job.id)
      outcome.workingBytes = bytes
      reporter.ended(job, outcome)
    }
    #expect(sink.written.count == 1)
    #expect(sink.text.hasPrefix("note: working on in/1.png takes 1.00 MiB"))
  }

  @Test func manyWarningsAreCounted() {
    let (sink, clock) = (RecordingSink(), ScriptedClock())
    let jobs = (0..<30).map { MadeUpBatch.job($0, "\($0).png") }
    let reporter = BatchReporter(
      jobs, console: Console(sink, progress: .lines, width: { 80 }), json: nil, style: .plain,
      clock: { clock.now })
    for job in jobs { reporter.ended(job, MadeUpBatch.outcome(job.id, warnings: ["odd chunk"])) }
    #expect(sink.written.count == BatchReporter.warningLimit + 1)
    #expect(sink.written.first == "warning in/0.png: odd chunk\n")
    #expect(reporter.finish().warnings == 30)
  }
}
