import FileIO
import Journal
import Pipeline
import Platform
import SystemPackage

/// Decides for every input file where its output goes and whether there is anything to do.
///
/// What is wrong with the command (outputs that clash) is found here, before any work starts; what
/// is wrong with one file costs that file only. Names can change between planning and writing; the
/// jobs then fail one by one, as an output is only ever put in place under the rules that its job
/// carries.
package struct Planner {
  package var output: FilePath
  package var format: Recipe.Format
  package var ifExists: IfExists
  /// Names the recipe in the journal.
  package var recipe: UInt64 = 0
  /// What earlier runs did, where this one resumes.
  package var history: History?

  package init(output: FilePath, format: Recipe.Format, ifExists: IfExists) {
    self.output = output
    self.format = format
    self.ifExists = ifExists
  }

  package func plan(_ inputs: [InputFile]) -> ProcessPlan {
    var plan = ProcessPlan()
    let placed = place(inputs, &plan)
    let taken = Dictionary(
      inputs.compactMap { input in input.facts.map { ($0.identity, input.path) } },
      uniquingKeysWith: { first, _ in first })
    let outputs = Set(placed.map(\.output))
    var fileAbove: [FilePath: FilePath?] = [:]
    for (input, output) in placed {
      if let facts = input.facts, facts.kind == .other {
        let reason = "cannot read \(input.path.printable): it is no regular file"
        give(up: input, output, JobFailure(.file, .read, reason), &plan)
      } else if let file = fileInTheWay(of: output, among: outputs, &fileAbove) {
        if outputs.contains(file) || self.output.starts(with: file) {
          plan.problems.append(.outputInsideFile(output: output, file: file))
        } else {
          let reason =
            "cannot write \(output.printable): \(file.printable) would have to be a folder"
          give(up: input, output, JobFailure(.file, .write, reason), &plan)
        }
      } else {
        decide(input, output, taken: taken, &plan)
      }
    }
    return plan
  }

  /// Gives every input its output, drops what was named twice and finds what collides.
  private func place(
    _ inputs: [InputFile], _ plan: inout ProcessPlan
  ) -> [(input: InputFile, output: FilePath)] {
    var placed: [(input: InputFile, output: FilePath)] = []
    var owner: [FilePath: Int] = [:]
    for input in inputs {
      var path = output
      path.append(input.place.removingLastComponent().components)
      if let name = input.place.lastComponent {
        let bytes = FilePath(root: nil, [name]).bytes
        path.append(FilePath(bytes: PictureNames.output(bytes, format: format)).components)
      }
      guard let first = owner[path] else {
        owner[path] = placed.count
        placed.append((input, path))
        continue
      }
      if isSameFile(placed[first].input, input) {
        plan.duplicates += 1
        // Being named counts, in whatever order.
        if input.origin == .argument { placed[first].input.origin = .argument }
      } else {
        plan.problems.append(
          .sameOutput(output: path, first: placed[first].input.path, second: input.path))
      }
    }
    return placed
  }

  private func isSameFile(_ a: InputFile, _ b: InputFile) -> Bool {
    if let a = a.facts?.identity, let b = b.facts?.identity { return a == b }
    return a.path == b.path
  }

  /// - Parameter taken: the input that each file on disk is.
  private func decide(
    _ input: InputFile, _ output: FilePath, taken: [FileIdentity: FilePath],
    _ plan: inout ProcessPlan
  ) {
    let existing = (try? FileFacts.of(output)) ?? nil
    var isOurs = false
    if let existing {
      guard existing.kind != .folder else {
        let reason = "cannot write \(output.printable): a folder has this name"
        return give(up: input, output, JobFailure(.file, .write, reason), &plan)
      }
      let place = placeBelow(output)
      switch history?.verdict(on: place, at: output, existing: existing, from: input) {
      case .done(let entry)?:
        plan.vouched.append(entry)
        plan.skipped.append(.init(input: input.path, output: output))
        return
      case .unclear?:
        let reason =
          "cannot tell whether \(output.printable) was replaced already when the run before was "
          + "cut short: look at it, and name it without --resume if it was not"
        return give(up: input, output, JobFailure(.file, .write, reason), &plan)
      case .unfinished?: isOurs = true
      case .foreign?, nil: break
      }
      if isOurs {
        // What another rule says of outputs that exist is said of other people's.
      } else if ifExists == .skip || (ifExists == .stale && !isNewer(input, than: existing)) {
        plan.skipped.append(.init(input: input.path, output: output))
        return
      }
      if let victim = taken[existing.identity] {
        let isItself = existing.identity == input.facts?.identity
        guard ifExists == .overwrite, isItself, input.origin == .argument else {
          plan.problems.append(.outputIsInput(output: output, input: victim))
          return
        }
      } else if ifExists == .error && !isOurs {
        plan.problems.append(
          history == nil ? .exists(output: output) : .existsUnknown(output: output))
        return
      }
    }
    if isOurs { plan.remade += 1 }
    let job = job(input, output, plan, replace: isOurs)
    plan.jobs.append(job)
    let facts = input.facts?.fingerprint ?? Fingerprint(bytes: 0, modified: 0)
    plan.claims[job.id] = JournalEntry(output: placeBelow(output), recipe: recipe, input: facts)
  }

  /// An output's path relative to the output folder.
  private func placeBelow(_ path: FilePath) -> FilePath {
    FilePath(root: nil, path.components.dropFirst(output.components.count))
  }

  private func give(
    up input: InputFile, _ output: FilePath, _ failure: JobFailure, _ plan: inout ProcessPlan
  ) {
    plan.hopeless.append(.init(job: job(input, output, plan), failure: failure))
  }

  /// The next job.
  private func job(
    _ input: InputFile, _ output: FilePath, _ plan: ProcessPlan, replace: Bool = false
  ) -> Job {
    Job(
      id: plan.jobs.count + plan.hopeless.count, input: input.path, output: output,
      replace: replace || ifExists == .overwrite || ifExists == .stale,
      inputBytes: input.facts?.bytes ?? 0)
  }

  private func isNewer(_ input: InputFile, than output: FileFacts) -> Bool {
    // An input that cannot be looked at is tried, so that its failure is reported.
    input.facts.map { $0.modified > output.modified } ?? true
  }

  /// A file, there already or about to be, where a folder for this output would have to be.
  private func fileInTheWay(
    of path: FilePath, among outputs: Set<FilePath>, _ known: inout [FilePath: FilePath?]
  ) -> FilePath? {
    let folder = path.removingLastComponent()
    if folder.isEmpty || folder == path { return nil }
    if let answer = known[folder] { return answer }
    let facts = (try? FileFacts.of(folder)) ?? nil
    let answer: FilePath? =
      if outputs.contains(folder) || (facts != nil && facts?.kind != .folder) {
        folder
      } else if facts != nil && folder == output {
        nil
      } else {
        fileInTheWay(of: folder, among: outputs, &known)
      }
    known[folder] = .some(answer)
    return answer
  }
}
