import FileIO
import Pipeline
import Platform
import SystemPackage

/// What a worker process may do once it is set up: a value, worked out from how the batch is run.
///
/// Two kernel mechanisms overlap on purpose. Landlock knows files and not calls, seccomp calls and
/// not files; what goes through an io_uring passes seccomp by, and not Landlock.
package struct WorkerPolicy: Sendable, Hashable {
  /// Files and folders beneath which it may read files.
  package var readable: [FilePath] = []
  /// Folders beneath which it may make files and name them.
  package var writable: [FilePath] = []
  package var calls: Sys.CallGroups = .always
  /// Bytes of address space beyond what it has when it is set up.
  package var memory: Int
  /// The highest number of descriptors.
  package var descriptors: Int

  /// - Parameters:
  ///   - jobs: all that the worker may be given.
  ///   - isLink: whether a path's last name is a symbolic link. A rule for a folder does not hold
  ///     for what links in it point to.
  package init(
    _ settings: ExecutionSettings, _ recipe: Recipe, _ jobs: [Job], isLink: (FilePath) -> Bool
  ) {
    memory = WorkerPolicy.memory(settings, recipe, jobs)
    // Each operation under way has a file and its folder open; each picture in hand, two blocks of
    // shared memory at most; each thread, its account with the scheduler.
    let operations = 2 * settings.inFlight + 4
    descriptors = 64 + 4 * operations
    switch settings.handoff {
    case .pipe: return
    case .shm: calls.insert(.sharedMemory)
    case .path:
      calls.insert(.files)
      if settings.io == .uring || settings.io == .auto { calls.insert(.ring) }
      readable = WorkerPolicy.readable(settings.inputs, jobs, isLink)
      writable =
        settings.output.map { [$0] }
        ?? Array(Set(jobs.map { $0.output.removingLastComponent() })).sorted {
          $0.string < $1.string
        }
    }
  }

  /// What was named, and each input that it does not cover.
  private static func readable(
    _ named: [FilePath], _ jobs: [Job], _ isLink: (FilePath) -> Bool
  ) -> [FilePath] {
    let known = Set(named)
    func isCovered(_ path: FilePath) -> Bool {
      var path = path
      while !known.contains(path) {
        guard path.removeLastComponent() else { return false }
      }
      return true
    }
    return named
      + jobs.map(\.input).filter { !isCovered($0) || (!known.contains($0) && isLink($0)) }
  }

  /// Address space is not memory, and a bound on it has to be generous: honest work that met it
  /// would fail. It is what keeps a picture that runs wild from taking the machine.
  ///
  /// - twice the budget, since blocks that grow are there twice while they are copied;
  /// - the largest picture that is let in, which may exceed the budget when it comes alone;
  /// - the largest inputs, as many as are read ahead, twice as above;
  /// - 128 MiB for each thread: glibc reserves as much to place a thread's heap of 64 MiB;
  /// - 1 GiB of slack.
  private static func memory(
    _ settings: ExecutionSettings, _ recipe: Recipe, _ jobs: [Job]
  ) -> Int {
    func product(_ factors: Int...) -> Int {
      factors.reduce(1) { total, factor in
        let (more, isTooMuch) = total.multipliedReportingOverflow(by: factor)
        return isTooMuch ? .max : more
      }
    }
    let threads = max(4, 2 * settings.inFlight) + 4
    let largest = jobs.map(\.inputBytes).max() ?? 0
    return [
      product(2, settings.memoryBudget),
      recipe.boundOnWorkingBytes,
      product(2, largest, settings.inFlight + 1),
      product(threads, 128 << 20),
      1 << 30,
    ].reduce(0) { total, part in
      let (sum, isTooMuch) = total.addingReportingOverflow(part)
      return isTooMuch ? .max : sum
    }
  }
}
