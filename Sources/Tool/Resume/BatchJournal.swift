import Execution
import Figures
import FileIO
import Journal
import Pipeline
import SystemPackage

/// The journal of one batch, told of jobs as they end before the reporter is.
final class BatchJournal: BatchObserver {
  private let journal: Journal
  private let numbers: [Int: Int]
  private let reporter: BatchReporter
  private let staysAnyway: Bool

  /// - Throws: EBUSY, where another run is at work in the output folder.
  init(_ plan: ProcessPlan, _ options: ProcessOptions, before reporter: BatchReporter)
    throws(FileError)
  {
    var entries: [JournalEntry] = plan.vouched
    var numbers: [Int: Int] = [:]
    for job in plan.jobs {
      guard let claim = plan.claims[job.id] else { continue }
      numbers[job.id] = entries.count
      entries.append(claim)
    }
    self.numbers = numbers
    self.reporter = reporter
    journal = try Journal(
      in: options.output, entries, durability: options.execution.durability, boot: Boot.number)
    staysAnyway = options.resume || journal.carried > 0
    if options.resume {
      // Nobody else is at work here with a journal, and what is left is from runs before.
      let root = try OutputRoot(options.output)
      for folder in Set(plan.jobs.map { $0.output.removingLastComponent() }) {
        TemporaryName.removeLeftovers(in: folder, beneath: root)
      }
    }
  }

  func began(_ job: Job) { reporter.began(job) }

  func ended(_ job: Job, _ outcome: Outcome) {
    if outcome.failure == nil, let number = numbers[job.id] {
      journal.completed(
        number, at: job.output, inputSum: outcome.inputSum, outputSum: outcome.outputSum)
    }
    reporter.ended(job, outcome)
  }

  /// Ends the journal, which stays where there is something left to resume.
  ///
  /// - Returns: what the user should know.
  func finish(_ result: BatchResult) -> String? {
    let isComplete = result.tally.done == result.tally.total && result.trouble == nil
    let isSettled =
      isComplete && result.settings.durability == .batch && result.figures.syncFailure == nil
    let failure = journal.finish(isSettled: isSettled, keeping: staysAnyway || !isComplete)
    return failure.map {
      "note: \($0.description); --resume will do again what was not recorded"
    }
  }
}
