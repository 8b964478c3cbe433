/// A way of doing a batch: what there is to choose.
package struct Way: Sendable, Hashable {
  package enum Mode: String, Sendable, Hashable, CaseIterable { case free, forked, locked }

  /// As many as keep a worker busy where files are near; what runs have by default.
  package static let usualInFlight = 2

  package var mode: Mode
  package var workers: Int
  /// Files read ahead, and written behind, per worker; nil where each worker reads, computes and
  /// writes in turn.
  package var inFlight: Int?

  package init(_ mode: Mode, _ workers: Int, inFlight: Int?) {
    self.mode = mode
    self.workers = workers
    self.inFlight = inFlight
  }
}

extension Findings {
  /// Nanoseconds that all jobs would take: whichever of the CPUs, the workers and the files takes
  /// longest decides, for the others wait for it.
  package func wall(_ way: Way) -> Double { wall(way, load()) }

  func wall(_ way: Way, _ load: Load) -> Double {
    let count = Double(max(soundJobs, 1))
    let workers = min(way.workers, max(soundJobs, 1))
    // What was measured: allocators, page tables and caches that threads share or processes repeat.
    let cost = way.mode == .forked ? modes?.cost ?? 1 : 1
    let work = load.computing * cost
    let cores = way.mode == .locked ? 1 : min(workers, effectiveCPUs, places)
    // Whole jobs: three on two cores take as long as four.
    let computing = (count / Double(cores)).rounded(.up) * work / count
    let alone = work + load.reading + load.writing
    let passing: Double
    if let inFlight = way.inFlight {
      let window = Double(min(way.workers * inFlight, max(soundJobs, 1)))
      // The first input must come before anything is done, and the last output go after it.
      passing =
        max(computing, max(load.reading, load.writing) / window)
        + (load.reading + load.writing) / count
    } else {
      passing = max(computing, (count / Double(workers)).rounded(.up) * alone / count)
    }
    let forks = way.mode == .forked ? Double(workers) * fork : 0
    return startUp + forks + passing
  }
}
