import Execution
import Figures
import FileIO
import Journal
import Pipeline
import Platform
import SystemPackage

/// What to do where an output exists already.
package enum IfExists: String, Sendable, Hashable, CaseIterable {
  /// Refuse to start.
  case error
  case skip
  case overwrite
  /// Redo those whose input is newer; leave the others.
  case stale
}

/// What a batch will do, worked out before it does anything.
package struct ProcessPlan: Sendable {
  package struct Skipped: Sendable, Hashable {
    package var input: FilePath
    package var output: FilePath
  }

  /// An input that certainly cannot be done, and why.
  package struct Hopeless: Sendable, Hashable {
    package var job: Job
    package var failure: JobFailure
  }

  package var jobs: [Job] = []
  /// Reported as failed without being tried; the others are done all the same.
  package var hopeless: [Hopeless] = []
  /// Inputs whose outputs are there already.
  package var skipped: [Skipped] = []
  /// Of those, the ones that an earlier run made from the same input by the same recipe.
  package var vouched: [JournalEntry] = []
  /// Outputs of an earlier run that are made again all the same.
  package var remade = 0
  /// What the journal is to know of each job, by its id.
  package var claims: [Int: JournalEntry] = [:]
  /// Inputs that failed in an earlier run, by its report, and are not among those of this one.
  package var failedElsewhere = 0
  /// Whether it was to retry what failed, and none of that is there.
  package var missesAllFailed: Bool {
    failedElsewhere > 0 && allJobs.isEmpty && skipped.isEmpty
  }
  package var passedOver = PassedOver()
  /// Folders that could not be listed. They are among the hopeless.
  package private(set) var unreadable: [FileError] = []
  /// Inputs named more than once, done once.
  package var duplicates = 0
  /// Reasons not to start at all.
  package var problems: [PlanProblem] = []

  package init() {}

  /// All that the batch will account for.
  package var allJobs: [Job] { jobs + hopeless.map(\.job) }

  /// Gives up jobs before they are tried.
  ///
  /// - Parameter reason: why a job cannot be done; nil where it can.
  package mutating func giveUp(_ reason: (Job) -> JobFailure?) {
    var left: [Job] = []
    for job in jobs {
      if let failure = reason(job) {
        hopeless.append(Hopeless(job: job, failure: failure))
      } else {
        left.append(job)
      }
    }
    jobs = left
  }

  /// Accounts for a folder that cannot be listed as for an input that failed: nobody knows what is
  /// in it, the rest goes on, and it can be retried.
  package mutating func giveUp(folder error: FileError, output: FilePath) {
    unreadable.append(error)
    let job = Job(
      id: jobs.count + hopeless.count, input: error.path, output: output, replace: false,
      inputBytes: 0)
    hopeless.append(Hopeless(job: job, failure: JobFailure(error, .read)))
  }

  /// Gives up jobs whose inputs are not there. Whether the others may be read is not tried.
  package mutating func giveUpMissing() {
    giveUp { job in
      do throws(Errno) {
        _ = try Sys.status(job.input)
        return nil
      } catch {
        return JobFailure(FileError(.open, job.input, error), .read)
      }
    }
  }

  package var inputBytes: Int { jobs.reduce(0) { $0 + $1.inputBytes } }
}

/// A reason not to start: the command itself is wrong. What is wrong with single files never stops
/// the others.
package enum PlanProblem: Error, Sendable, Hashable {
  case sameOutput(output: FilePath, first: FilePath, second: FilePath)
  case exists(output: FilePath)
  /// The same where the run is to resume: nothing is known of how the output was made.
  case existsUnknown(output: FilePath)
  case outputIsInput(output: FilePath, input: FilePath)
  case outputInsideFile(output: FilePath, file: FilePath)

  package var description: String {
    switch self {
    case .sameOutput(let output, let first, let second):
      "\(output.printable): wanted by both \(first.printable) and \(second.printable)"
    case .exists(let output), .existsUnknown(let output):
      "\(output.printable): exists"
    case .outputIsInput(let output, let input):
      "\(output.printable): would overwrite the input \(input.printable)"
    case .outputInsideFile(let output, let file):
      "\(output.printable): \(file.printable) would have to be a folder and is a file"
    }
  }

  /// Whether it is there in whatever folder outputs go to.
  fileprivate var isOfInputsAlone: Bool {
    if case .sameOutput = self { true } else { false }
  }

  /// What to try.
  package var advice: String {
    switch self {
    case .sameOutput:
      "Give inputs from one tree, process them in separate runs, or keep --format same."
    case .exists:
      "Choose with --if-exists skip, overwrite or stale, or another output folder; --resume goes "
        + "on where a run was cut short."
    case .existsUnknown:
      "There is no journal of the run that made it: it finished, and its journal went with it, or "
        + "the file came from elsewhere. If it finished, and nothing has changed since, nothing is "
        + "left to do; --if-exists skip or stale does what is not there yet, and --if-exists "
        + "overwrite all of it anew, as where filters or options have changed."
    case .outputIsInput:
      "Choose another output folder. Only a file that is named itself, with --if-exists overwrite, "
        + "is replaced by its own output."
    case .outputInsideFile:
      "Choose another output folder."
    }
  }
}

extension [PlanProblem] {
  /// All problems: the first ten, how many more, and what to try for each kind seen.
  ///
  /// - Parameter isKept: whether outputs go to a scratch folder, but for those that are to be kept:
  ///   only these can be in the way.
  package func explanation(forKeeping isKept: Bool = false) -> String {
    let shown = prefix(10).map { "  \($0.description)" }
    let more = count > 10 ? ["  … and \(Humanised.count(count - 10)) more"] : []
    var advice: [String] = []
    for problem in self {
      let text =
        isKept && !problem.isOfInputsAlone ? "Choose another folder for --keep." : problem.advice
      if !advice.contains(text) { advice.append(text) }
    }
    let heading =
      count == 1
      ? "nothing was started, because of this:"
      : "nothing was started, because of these \(Humanised.count(count)):"
    return ([heading] + shown + more + advice).joined(separator: "\n")
  }
}
