import Pipeline
import Platform

/// What the coordinator knows of one worker process.
final class WorkerSlot {
  /// How far a job is that the worker was given.
  enum Phase {
    /// The coordinator is reading its input (pipe and shm hand-off).
    case reading
    case sent
    case computing
    /// The worker is writing the output.
    case writing
  }

  let index: Int
  private(set) var channel: Channel?
  var process = 0
  var assigned: [Int: Phase] = [:]
  /// Nanoseconds of the monotonic clock, when the process was asked for.
  private(set) var asked: UInt64 = 0
  var isReady = false
  /// Whether its last word was a farewell.
  var hasLeft = false
  var isGone = false
  /// Jobs that ended here, so that a worker that never does any is not replaced for ever.
  var ended = 0

  init(_ index: Int) { self.index = index }

  /// Whether something may still be heard from it.
  var isListening: Bool { channel != nil }

  func open(_ channel: Channel) {
    self.channel = channel
    asked = Clock.wall()
    isReady = false
    hasLeft = false
    isGone = false
    ended = 0
  }

  func close() {
    channel = nil
  }

  /// A worker that cannot be told is dead; its death is news from the fork server.
  func send(_ order: Order) { try? channel?.send(order.encoded) }
}

/// Jobs waiting for a worker: taken from the front, given back to the front.
struct JobDeque {
  private var jobs: [Job]
  private var next = 0

  init(_ jobs: [Job]) { self.jobs = jobs }

  var count: Int { jobs.count - next }
  var isEmpty: Bool { count == 0 }
  var first: Job? { isEmpty ? nil : jobs[next] }

  mutating func removeFirst() -> Job {
    defer { next += 1 }
    return jobs[next]
  }

  mutating func putBack(_ job: Job) {
    // There is always room in front: whatever is put back was once taken.
    next -= 1
    jobs[next] = job
  }
}

/// Who was granted how much memory, and who waits: first come, first served.
struct GrantLedger {
  private let limit: Int
  private var held: [Int: Int] = [:]
  private var waiting: [(worker: Int, bytes: Int)] = []

  init(limit: Int) { self.limit = limit }

  mutating func ask(_ worker: Int, _ bytes: Int) { waiting.append((worker, bytes)) }

  mutating func giveBack(_ worker: Int, _ bytes: Int) {
    held[worker, default: 0] -= min(bytes, held[worker, default: 0])
  }

  /// A dead worker holds and wants nothing.
  mutating func forget(_ worker: Int) {
    held[worker] = nil
    waiting.removeAll { $0.worker == worker }
  }

  /// The workers whose turn it is now.
  mutating func grant() -> [Int] {
    var granted: [Int] = []
    while let first = waiting.first {
      let total = held.values.reduce(0, +)
      // A request larger than the whole budget is granted when nobody else holds any.
      guard total == 0 || total + first.bytes <= limit else { break }
      held[first.worker, default: 0] += first.bytes
      granted.append(first.worker)
      waiting.removeFirst()
    }
    return granted
  }
}
