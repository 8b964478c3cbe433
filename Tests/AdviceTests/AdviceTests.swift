import Advice
import Measure
import Testing

/// A batch as it might be found on a machine with two CPUs; each part can be made different.
struct PlantedBatch {
  var jobs = 100
  var cpus = 2
  /// Milliseconds of a job.
  var computing = 50.0
  var reading = 0.1
  var writing = 0.2
  var memory = 20 << 20
  var budget = 8 << 30
  var mayOverlap = true
  var startUp = 6.0
  var sampled = 12
  /// Of what jobs take, from one side of the true value to the other.
  var spread = 0.1
  /// What processes took ÷ what threads took, by pair of runs.
  var forkedToFree: [Double] = []
  /// What a thread for each CPU took that helped ÷ what one for each picture took; none: not tried.
  var sharedToAlone: [Double] = []
  var failed = 0

  var findings: Findings {
    let count = min(sampled, jobs)
    let sample = (0..<count).map { index in
      let factor = 1 + spread * (Double(index * 7 % 11) / 5 - 1)
      return SampledJob(
        inputBytes: 100_000, computing: computing * 1e6 * factor, reading: reading * 1e6,
        writing: writing * 1e6, memory: memory)
    }
    var findings = Findings(
      jobs: jobs, inputBytes: UInt64(jobs) * 100_000, sample: sample, effectiveCPUs: cpus,
      memoryBudget: budget, startUp: startUp * 1e6, fork: 2e6, mayOverlap: mayOverlap)
    if !forkedToFree.isEmpty { findings.modes = PairedTrial(ratios: forkedToFree) }
    if !sharedToAlone.isEmpty { findings.sharing = PairedTrial(ratios: sharedToAlone) }
    findings.failed = failed
    return findings
  }
}

/// What must be advised for a batch.
struct AdviceCase: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var driver: Advice.Driver
  var workers: Int
  var inFlight: ClosedRange<Int>?
  var plant: @Sendable (inout PlantedBatch) -> Void

  init(
    _ name: String, _ driver: Advice.Driver, workers: Int, inFlight: ClosedRange<Int>? = 2...2,
    _ plant: @escaping @Sendable (inout PlantedBatch) -> Void
  ) {
    testDescription = name
    self.driver = driver
    self.workers = workers
    self.inFlight = inFlight
    self.plant = plant
  }
}

@Suite struct AdviceTests {
  static let cases: [AdviceCase] = [
    AdviceCase("a worker for each CPU where all compute", .computing, workers: 2) { _ in },
    AdviceCase("sixteen CPUs", .computing, workers: 16) {
      $0.cpus = 16
      $0.jobs = 1600
    },
    AdviceCase("one CPU", .computing, workers: 1) { $0.cpus = 1 },
    AdviceCase("many files at once where storage is far", .waiting, workers: 2, inFlight: 32...64) {
      ($0.computing, $0.reading, $0.writing) = (0.5, 20, 20)
    },
    AdviceCase("many workers where each must wait for itself", .waiting, workers: 64, inFlight: nil)
    {
      ($0.computing, $0.reading, $0.writing) = (0.5, 20, 20)
      ($0.mayOverlap, $0.jobs) = (false, 640)
    },
    AdviceCase("no more workers than files", .waiting, workers: 5, inFlight: nil) {
      ($0.computing, $0.reading, $0.writing) = (0.5, 20, 20)
      ($0.mayOverlap, $0.jobs) = (false, 5)
    },
    AdviceCase("a little waiting hidden by one more", .computing, workers: 3, inFlight: nil) {
      ($0.reading, $0.writing, $0.jobs) = (10, 10, 3000)
      $0.mayOverlap = false
    },
    AdviceCase("one picture", .fewJobs, workers: 1) { $0.jobs = 1 },
    AdviceCase("three pictures for four CPUs", .fewJobs, workers: 3) {
      ($0.jobs, $0.cpus) = (3, 4)
    },
    AdviceCase("one picture that threads share", .fewJobs, workers: 4) {
      ($0.jobs, $0.cpus, $0.sharedToAlone) = (1, 4, [0.5])
    },
    AdviceCase("one picture of which nothing is known, as without advice", .fewJobs, workers: 4) {
      ($0.jobs, $0.cpus, $0.sharedToAlone) = (1, 4, [0.9, 1.1])
    },
    AdviceCase("one picture that sharing slows down", .fewJobs, workers: 1) {
      ($0.jobs, $0.cpus, $0.sharedToAlone) = (1, 4, [1.2, 1.1])
    },
    AdviceCase("three that the fourth CPU helps with", .fewJobs, workers: 4) {
      ($0.jobs, $0.cpus, $0.sharedToAlone) = (3, 4, [0.8, 0.85])
    },
    AdviceCase(
      "one shared by workers that wait for themselves", .fewJobs, workers: 4, inFlight: nil
    ) {
      ($0.jobs, $0.cpus, $0.sharedToAlone, $0.mayOverlap) = (1, 4, [0.5, 0.6], false)
    },
    AdviceCase("enough pictures for all", .computing, workers: 4) {
      ($0.cpus, $0.sharedToAlone) = (4, [0.5])
    },
    AdviceCase("room for two pictures only", .memory, workers: 2) {
      $0.cpus = 8
      $0.budget = 4 * $0.memory
    },
    AdviceCase("room for less than one", .memory, workers: 1) { $0.budget = 1 << 20 },
    AdviceCase("hardly any work", .startUp, workers: 1) {
      ($0.jobs, $0.computing) = (1, 0.3)
    },
  ]

  @Test(arguments: cases) func theRightWayIsAdvised(planted: AdviceCase) {
    var batch = PlantedBatch()
    planted.plant(&batch)
    let advice = batch.findings.advice()
    #expect(advice.way.mode == .free)
    #expect(advice.way.workers == planted.workers)
    #expect(advice.driver == planted.driver)
    if let range = planted.inFlight {
      #expect(advice.way.inFlight.map(range.contains) == true, "\(advice.way)")
    } else {
      #expect(advice.way.inFlight == nil)
    }
  }

  @Test(arguments: cases) func nothingThatWasConsideredIsMuchFaster(planted: AdviceCase) {
    var batch = PlantedBatch()
    planted.plant(&batch)
    let findings = batch.findings
    let advised = findings.wall(findings.advice().way)
    for mode in Way.Mode.allCases {
      for workers in 1...64 {
        for inFlight in batch.mayOverlap ? [1, 4, 64] : [nil] {
          let other = findings.wall(Way(mode, workers, inFlight: inFlight))
          #expect(advised <= other * 1.05, "\(mode) \(workers) \(inFlight ?? 0)")
        }
      }
    }
  }

  /// What the rule knows of the modes: the lock lets one compute, and lets all of them wait.
  @Test func theLockCostsWhereAllComputeAndNothingWhereAllWait() {
    var batch = PlantedBatch()
    let computing = batch.findings
    let ratio =
      computing.wall(Way(.locked, 2, inFlight: 2)) / computing.wall(Way(.free, 2, inFlight: 2))
    #expect(ratio > 1.9 && ratio < 2)
    (batch.computing, batch.reading, batch.writing, batch.mayOverlap) = (0.5, 20, 20, false)
    let waiting = batch.findings
    #expect(
      waiting.wall(Way(.locked, 4, inFlight: nil)) == waiting.wall(Way(.free, 4, inFlight: nil)))
    #expect(
      waiting.wall(Way(.forked, 4, inFlight: nil)) > waiting.wall(Way(.free, 4, inFlight: nil)))
  }

  /// Either mode can win, by what was measured; what was not shown leaves the simpler one.
  @Test(arguments: [
    ([0.8, 0.85, 0.7], Way.Mode.forked), ([1.1, 1.2, 1.05], .free), ([0.8, 0.9, 1.1], .free),
    ([0.97, 0.96, 0.98], .free), ([0.5], .free), ([], .free),
  ])
  func theModeFollowsFromWhatWasMeasured(ratios: [Double], mode: Way.Mode) {
    var batch = PlantedBatch()
    batch.forkedToFree = ratios
    #expect(batch.findings.advice().way.mode == mode)
  }

  @Test(
    arguments: [
      ([0.8, 0.9, 0.7], 0.9), ([1.2, 1.1], 1.1), ([0.9, 1.1], 1), ([0.5], 1), ([], 1),
    ] as [([Double], Double)])
  func noMoreIsBelievedThanEachPairSays(ratios: [Double], cost: Double) {
    #expect(PairedTrial(ratios: ratios).cost == cost)
  }

  /// A batch pays for forks once. Were they left in the ratio, they would count for every job
  /// besides.
  @Test func forksAreNoPartOfTheRatio() {
    let trial = PairedTrial(
      [(free: 100e6, forked: 108e6), (free: 200e6, forked: 192e6)], workers: 4, fork: 2e6)
    #expect(trial.ratios == [1, 0.92])
    // What forks took longer than the whole run says nothing.
    #expect(PairedTrial([(free: 1e6, forked: 7e6)], workers: 4, fork: 2e6).ratios.isEmpty)
    var batch = PlantedBatch()
    (batch.jobs, batch.cpus) = (8, 4)
    var findings = batch.findings
    let free = findings.wall(Way(.free, 4, inFlight: 2))
    // Processes that compute as fast as threads, and whose forks take 8 ms.
    findings.modes = PairedTrial(
      (0..<3).map { _ in (free: 100e6, forked: 108e6) }, workers: 4, fork: findings.fork)
    #expect(abs(findings.wall(Way(.forked, 4, inFlight: 2)) - free - 8e6) < 1)
  }

  /// What helpers hold is needed beside what the picture's own thread does.
  @Test func sharingWantsMemoryToo() {
    var batch = PlantedBatch()
    (batch.jobs, batch.cpus, batch.sharedToAlone) = (1, 4, [0.5])
    var findings = batch.findings
    for index in findings.sample.indices { findings.sample[index].sharedMemory = 70 << 20 }
    #expect(findings.advice().memory >= 2 * (20 + 70) << 20)
    findings.sharing = nil
    #expect(findings.advice().memory < 2 * 70 << 20)
  }

  /// Forks must be paid for even where processes compute faster.
  @Test func fewJobsDoNotPayForForks() {
    var batch = PlantedBatch()
    (batch.forkedToFree, batch.jobs, batch.computing) = ([0.8, 0.8], 2, 2)
    #expect(batch.findings.advice().way.mode == .free)
  }

  @Test func jobsThatFailAreNotProjectedOnto() {
    var batch = PlantedBatch()
    let sound = batch.findings.advice()
    batch.failed = batch.sampled
    let half = batch.findings.advice()
    #expect(batch.findings.soundJobs == 50)
    #expect(abs(half.wall / sound.wall - 0.5) < 0.02)
    // Of one job nothing changes.
    #expect(abs(half.computing / sound.computing - 1) < 0.01)
  }

  @Test func whatItShouldTakeLiesInItsInterval() throws {
    let advice = PlantedBatch().findings.advice()
    let interval = try #require(advice.interval)
    #expect(interval.contains(advice.wall))
    // A hundred jobs of 50 ms on two CPUs.
    #expect(interval.contains(2.5e9))
    #expect(advice.computing > 45e6 && advice.computing < 55e6)
    #expect(advice.memory >= 2 * 2 * (20 << 20))
  }

  @Test func aSampleOfOneSaysNothingOfItsSpread() {
    var batch = PlantedBatch()
    batch.sampled = 1
    #expect(batch.findings.advice().interval == nil)
  }

  @Test func onlyAllowedModesAreAdvised() {
    let advice = PlantedBatch().findings.advice(among: [.locked])
    // Under the lock a second worker gains nothing.
    #expect(advice.way == Way(.locked, 1, inFlight: 2))
  }

  @Test func withoutAnythingMeasuredTheAnswerIsStillOne() {
    let empty = Findings(
      jobs: 0, inputBytes: 0, sample: [], effectiveCPUs: 2, memoryBudget: 1 << 30, startUp: 1e6,
      fork: 2e6, mayOverlap: true)
    #expect(empty.advice().way == Way(.free, 1, inFlight: 2))
  }
}
