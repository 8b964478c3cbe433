import FileIO
import Platform
import SystemPackage

/// How worker processes are kept from doing what they have no need to do.
///
/// It is prepared by the coordinator, before anything is forked: the rules on files are the same
/// for all workers, and may be many. A worker subjects itself to it in two steps, because of what
/// the kernel asks for. Rules on files hold for the thread that applies them and those it starts
/// later, so they come before its threads. The filter of system calls forbids to start threads and
/// to make rings, so it comes after, for all threads at once. The first input may come into memory
/// between the two, but no byte of a picture is looked at before both.
final class Confinement: Sendable {
  private let choice: SandboxChoice
  private let policy: WorkerPolicy
  /// Where workers write, if they do.
  private let root: OutputRoot?
  /// Or why there are none; nil where nothing is done.
  private let rules: Result<RulesInForce, Errno>?
  /// For tests: what each worker is to try.
  let breach = Breach.fromEnvironment()

  init(_ batch: Batch) {
    choice = batch.settings.sandbox
    root = batch.settings.handoff == .path ? batch.root : nil
    let policy = WorkerPolicy(batch.settings, batch.recipe, batch.jobs) { path in
      let status = try? Faults.aside { () throws(Errno) in
        try Sys.status(path, followingLinks: false)
      }
      return status?.kind == .symbolicLink
    }
    self.policy = policy
    rules =
      isNeeded(choice) ? Result { () throws(Errno) in try RulesInForce(policy) } : nil
  }

  /// Bytes that a worker may take beyond what it has when it is set up; more than honest work does,
  /// also where nothing keeps it to that.
  var workerMemory: Int { policy.memory }

  /// To be left open in worker processes.
  var descriptors: [FileDescriptor] {
    [try? rules?.get().rules.descriptor, root?.descriptor].compactMap(\.self)
  }

  /// The first step, while the worker has one thread.
  func enter() -> Entered {
    guard isNeeded(choice) else { return Entered() }
    var entered = Entered()
    try? Sys.detachStandardStreams()
    entered.size = Result { () throws(Errno) in
      try Sys.open("/proc/self/statm", .reading).release()
    }
    entered.note(.privileges) { () throws(Errno) in try Sys.forgoNewPrivileges() }
    entered.note(.files) { () throws(Errno) in
      guard let inForce = try rules?.get() else { throw .noFunction }
      // Its threads open their accounts with the scheduler as they begin.
      try? inForce.rules.allow(.read, "/proc/self/task")
      try inForce.rules.apply()
      Sys.close(inForce.rules.descriptor)
    }
    return entered
  }

  /// The second step, when all threads and rings are there.
  ///
  /// - Returns: what holds.
  /// - Throws: where something does not and was asked for.
  func complete(_ entered: Entered) throws(ExecutionError) -> Protections {
    guard isNeeded(choice) else {
      if choice == .on {
        throw Confinement.refusal(Sys.isSanitized ? "a sanitizer is built in" : "")
      }
      return []
    }
    var entered = entered
    // What a thread does as it begins needs calls that are about to go.
    Thread.waitUntilAllHaveBegun()
    let file = entered.size
    entered.note(.limits) { [policy] () throws(Errno) in
      let file = try file.get()
      defer { Sys.close(file) }
      guard let size = ProcessMemory.addressSpace(reading: file) else { throw .ioError }
      let (bound, isTooMuch) = size.addingReportingOverflow(policy.memory)
      let most = isTooMuch ? Int.max : bound
      try Sys.lower(.addressSpace, to: most)
      // A file is in memory as a whole before it is written.
      try Sys.lower(.fileSize, to: most)
      try Sys.lower(.core, to: 0)
      try Sys.lower(.descriptors, to: policy.descriptors)
    }
    entered.note(.calls) { [policy] () throws(Errno) in try Sys.confineCalls(to: policy.calls) }
    if choice == .on, let (missing, errno) = entered.missing.first {
      throw Confinement.refusal("\(missing.names.joined()): \(errno)")
    }
    return entered.held
  }

  private static func refusal(_ reason: String) -> ExecutionError {
    ExecutionError(
      .sandbox,
      "cannot protect this machine from its workers as --sandbox on asks (\(reason)); --sandbox "
        + "auto does what can be done here")
  }

  /// What came of the first step.
  struct Entered: Sendable {
    fileprivate var held: Protections = []
    fileprivate var missing: [(Protections, Errno)] = []
    /// Where the process's size can be read, once no file can be opened any more.
    fileprivate var size: Result<FileDescriptor, Errno> = .failure(.noSuchFileOrDirectory)

    fileprivate mutating func note(
      _ protection: Protections, _ apply: () throws(Errno) -> Void
    ) {
      do throws(Errno) {
        try apply()
        held.insert(protection)
      } catch {
        missing.append((protection, error))
      }
    }
  }
}

/// Whether anything is done at all.
private func isNeeded(_ choice: SandboxChoice) -> Bool { choice != .off && !Sys.isSanitized }

/// The rules on files that a policy comes to, all of them or none: with a rule too few, files that
/// are in order would be forbidden to workers, and be reported as what cannot be opened.
private final class RulesInForce: Sendable {
  let rules: FileRules

  init(_ policy: WorkerPolicy) throws(Errno) {
    rules = try FileRules()
    for path in policy.readable { try rules.allow(.read, path) }
    for path in policy.writable { try rules.allow(.write, path) }
  }
}
