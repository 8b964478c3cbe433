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

  /// What computing takes in this way ÷ what it takes by threads that each have a job of their own:
  /// as it was measured. Processes repeat what threads share (allocators, page tables, caches);
  /// free threads without a job help those that have one.
  private func cost(_ way: Way) -> Double {
    switch way.mode {
    case .forked: modes?.cost ?? 1
    case .free: shares(way) ? sharing?.closest ?? 1 : 1
    case .locked: 1
    }
  }

  /// Whether a free thread for each CPU leaves some without a job, which may help the others. With
  /// as many jobs as CPUs they do so only at the end, and nothing is promised of it.
  var mayShare: Bool { soundJobs < effectiveCPUs && sharing != nil }

  /// Whether threads help each other in this way.
  package func shares(_ way: Way) -> Bool {
    way.mode == .free && mayShare && way.workers >= effectiveCPUs
  }

  func wall(_ way: Way, _ load: Load) -> Double {
    let count = Double(max(soundJobs, 1))
    let workers = min(way.workers, max(soundJobs, 1))
    let work = load.computing * cost(way)
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
