import Pipeline

/// The jobs that one worker process was given, and how far it is with each.
///
/// A job goes from `reading` or `sent` to `computing`, to `writing` where the worker writes outputs
/// itself, and out; when the batch is stopped, from `sent` out. A worker is believed only what
/// comes next: the process may be an attacker's, and a job that never was, or that ends twice,
/// would keep a batch from its end or make its report false.
package struct Assignments {
  /// How far a job is.
  package enum Phase {
    /// The coordinator is reading its input (pipe and shm hand-off).
    case reading
    case sent
    case computing
    /// The worker is writing the output.
    case writing
  }

  private var phases: [Int: Phase] = [:]
  /// Bytes of the inputs that are in memory, or on their way there.
  package private(set) var inputBytes = 0

  package init() {}

  package var isEmpty: Bool { phases.isEmpty }
  /// How many the worker has not computed.
  package var toCompute: Int { phases.values.count { $0 != .writing } }
  package var writing: Int { phases.count - toCompute }

  package subscript(_ job: Int) -> Phase? { phases[job] }

  /// Gives a job, whose input the coordinator reads first or the worker reads itself.
  package mutating func give(_ job: Job, _ phase: Phase) {
    phases[job.id] = phase
    inputBytes += job.inputBytes
  }

  /// Notes that a job that was read has been sent.
  package mutating func sent(_ job: Job) { phases[job.id] = .sent }

  /// - Returns: false where that cannot be.
  package mutating func began(_ job: Job) -> Bool {
    guard phases[job.id] == .sent else { return false }
    phases[job.id] = .computing
    return true
  }

  /// Its input is no longer in memory.
  ///
  /// - Returns: false where that cannot be.
  package mutating func computed(_ job: Job) -> Bool {
    guard phases[job.id] == .computing else { return false }
    phases[job.id] = .writing
    inputBytes -= job.inputBytes
    return true
  }

  /// - Parameter failed: whether there is no output.
  /// - Returns: false where that cannot be.
  package mutating func ended(_ job: Job, failed: Bool, bringsOutput: Bool) -> Bool {
    // An output is written by the worker, or comes along, but not both.
    let wasWritten = phases[job.id] == .writing
    guard wasWritten || phases[job.id] == .computing, !(wasWritten && bringsOutput),
      failed != bringsOutput || wasWritten
    else { return false }
    remove(job)
    return true
  }

  /// The worker will not begin it.
  ///
  /// - Returns: false where that cannot be.
  package mutating func dropped(_ job: Job) -> Bool {
    guard phases[job.id] == .sent else { return false }
    remove(job)
    return true
  }

  /// Takes away a job that the worker never got.
  package mutating func remove(_ job: Job) {
    guard let phase = phases.removeValue(forKey: job.id) else { return }
    if phase != .writing { inputBytes -= job.inputBytes }
  }

  /// Takes away everything; lowest numbers first.
  package mutating func removeAll() -> [(job: Int, phase: Phase)] {
    defer { self = Assignments() }
    return phases.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
