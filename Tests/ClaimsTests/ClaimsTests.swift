import Benchmark
import Claims
import Measure
import Testing

/// A machine, or a fault, and what must be said of one claim on it.
struct ClaimCase: Sendable, CustomTestStringConvertible {
  enum Answer { case holds, fails, open }

  var id: ClaimID
  var answer: Answer
  var name: String
  var plant: @Sendable (inout PlantedEvidence) -> Void

  init(
    _ id: ClaimID, _ answer: Answer, _ name: String,
    _ plant: @escaping @Sendable (inout PlantedEvidence) -> Void
  ) {
    self.id = id
    self.answer = answer
    self.name = name
    self.plant = plant
  }

  var testDescription: String { "\(id.rawValue): \(name)" }
}

@Suite struct ClaimsTests {
  static let cases: [ClaimCase] = faults + limits

  /// What is wrong with a lock, a mode or a count, and which claim must find it.
  static let faults: [ClaimCase] = [
    ClaimCase(.c1, .fails, "one job after the other, as under a plain mutex") { $0.overlap = 0.03 },
    ClaimCase(.c1, .fails, "whoever lets go takes the lock again") { $0.handedOver = 0.27 },
    ClaimCase(.c1, .fails, "no lock at all") { $0.lockedCores = 1.9 },
    ClaimCase(.c2, .fails, "no lock at all") { $0.lockedCores = 1.9 },
    ClaimCase(.c3, .fails, "the lock lets an addition be split") {
      $0.tallies[0] = PlantedEvidence.tally("locked", "racy", lost: 1)
    },
    ClaimCase(.c3, .fails, "atomic steps lose") {
      $0.tallies[2] = PlantedEvidence.tally("free", "atomic", lost: 1)
    },
    ClaimCase(.c3, .fails, "merging loses") {
      $0.tallies[3] = PlantedEvidence.tally("free", "merged", lost: 1)
    },
    ClaimCase(.c3, .fails, "shared memory loses") {
      $0.tallies[4] = PlantedEvidence.tally("forked", "shared", lost: 1)
    },
    ClaimCase(.c3, .fails, "processes share what should be their own") {
      $0.tallies[5] = PlantedEvidence.tally("forked", "racy", lost: 999_999)
    },
    ClaimCase(.c3, .fails, "counted more than was added") {
      $0.tallies[2].runs[0].counted = 1_000_001
    },
    ClaimCase(.c4, .fails, "no lock at all") { $0.lockedSpeedUp = 1.9 },
    ClaimCase(.c4, .fails, "the lock is off for a quarter of the time") { $0.lockedSpeedUp = 1.25 },
    ClaimCase(.c5, .fails, "the lock is kept while waiting") { $0.waitingSpeedUp = 1 },
    ClaimCase(.c5, .fails, "one of four waits overlaps") { $0.waitingSpeedUp = 2 },
    ClaimCase(.c6, .fails, "a hidden lock") {
      $0.freeSpeedUp = 1
      $0.freeCores = 1
    },
    ClaimCase(.c6, .fails, "cores burn without getting anywhere") { $0.freeSpeedUp = 1.1 },
    ClaimCase(.c7, .fails, "processes wait for each other") {
      $0.forkedSpeedUp = 1.2
      $0.forkedCores = 1.2
    },
    ClaimCase(.c8, .fails, "processes cost nothing") {
      $0.memory = 1
      $0.cpuTime = 1
      $0.noise = 0.001
    },
    ClaimCase(.c9, .fails, "bad advice for one kind of work") { $0.advice = [1, 1.6] },
  ]

  /// Machines and measurements on which a claim cannot be told.
  static let limits: [ClaimCase] = [
    ClaimCase(.c1, .open, "one CPU") { $0.cpus = 1 },
    ClaimCase(.c1, .open, "free threads do no better") { $0.freeCores = 1 },
    ClaimCase(.c1, .open, "too few rounds") { $0.rounds = 4 },
    ClaimCase(.c1, .open, "jobs shorter than a switch interval") {
      $0.jobTime = 4e6
      $0.overlap = 0.1
    },
    ClaimCase(.c1, .open, "a busy machine") {
      $0.overlap = 0.03
      $0.othersCores = 0.7
    },
    ClaimCase(.c2, .open, "one CPU") { $0.cpus = 1 },
    ClaimCase(.c2, .open, "a busy machine") {
      $0.lockedCores = 1.3
      $0.othersCores = 0.7
    },
    ClaimCase(.c2, .open, "free threads do no better") { $0.freeCores = 1 },
    ClaimCase(.c2, .open, "right at the bar") {
      $0.lockedCores = 1.15
      $0.noise = 0.1
    },
    ClaimCase(.c3, .open, "nothing collided") {
      $0.tallies[1] = PlantedEvidence.tally("free", "racy", lost: 0)
    },
    ClaimCase(.c3, .open, "one way was not run") { $0.tallies.remove(at: 3) },
    ClaimCase(.c3, .open, "processes were not run") { $0.tallies.removeLast() },
    ClaimCase(.c3, .open, "nothing was run") { $0.tallies = [] },
    ClaimCase(.c4, .open, "one CPU") { $0.cpus = 1 },
    ClaimCase(.c4, .open, "a busy machine") {
      $0.lockedSpeedUp = 1.3
      $0.othersCores = 0.7
    },
    ClaimCase(.c4, .open, "free threads do no better") {
      $0.freeCores = 1
      $0.freeSpeedUp = 1
    },
    ClaimCase(.c4, .open, "right at the bar") {
      $0.lockedSpeedUp = 1.15
      $0.noise = 0.1
    },
    ClaimCase(.c5, .open, "one thread computes most of the time") { $0.waitingCores = 0.9 },
    ClaimCase(.c5, .open, "fewer files than threads") { $0.files = 3 },
    ClaimCase(.c5, .open, "too few rounds") { $0.rounds = 5 },
    ClaimCase(.c5, .open, "a busy machine") {
      $0.waitingSpeedUp = 2
      $0.othersCores = 0.7
    },
    ClaimCase(.c6, .open, "one CPU") { $0.cpus = 1 },
    ClaimCase(.c6, .open, "a busy machine") {
      $0.freeSpeedUp = 1.2
      $0.othersCores = 0.7
    },
    ClaimCase(.c6, .open, "three files for two threads") { $0.files = 3 },
    ClaimCase(.c7, .open, "a busy machine") {
      $0.forkedCores = 1.2
      $0.othersCores = 0.7
    },
    ClaimCase(.c7, .open, "one CPU") { $0.cpus = 1 },
    ClaimCase(.c6, .holds, "processes were not run") { $0.hasProcesses = false },
    ClaimCase(.c7, .open, "processes were not run") { $0.hasProcesses = false },
    ClaimCase(.c8, .open, "processes were not run") { $0.hasProcesses = false },
    ClaimCase(.c8, .open, "noise as large as the price") {
      $0.memory = 1.01
      $0.cpuTime = 1.01
      $0.noise = 0.2
    },
    ClaimCase(.c9, .open, "a busy machine") {
      $0.advice = [1, 1.6]
      $0.othersCores = 0.7
    },
    ClaimCase(.c9, .open, "no advice") { $0.advice = [] },
    ClaimCase(.c9, .open, "advice for one kind of work only") { $0.advice = [1] },
    ClaimCase(.c9, .open, "right at the bar") {
      $0.advice = [1, 1.15]
      $0.noise = 0.1
    },
  ]

  /// Machines on which all hold.
  static let sound: [ClaimCase] = [
    ClaimCase(.c1, .holds, "as planted") { _ in },
    ClaimCase(.c1, .holds, "a noisy machine") { $0.noise = 0.08 },
    ClaimCase(.c1, .holds, "as few rounds as can be") { $0.rounds = 6 },
    ClaimCase(.c1, .holds, "the lock costs something") {
      $0.lockedSpeedUp = 0.8
      $0.lockedCores = 1.05
    },
    ClaimCase(.c1, .holds, "more CPUs than were planned for, and advised") {
      $0.cpus = 4
      $0.advisedSpeedUp = 2.4
    },
  ]

  @Test(arguments: cases) func aPlantedFaultIsFound(planted: ClaimCase) {
    var evidence = PlantedEvidence()
    planted.plant(&evidence)
    switch (planted.answer, evidence.verdict(planted.id)) {
    case (.holds, .holds), (.fails, .fails), (.open, .cannotBeShown): break
    case (_, let verdict): Issue.record("\(verdict)")
    }
  }

  @Test(arguments: sound, ClaimID.allCases)
  func everythingHoldsOnASoundMachine(machine: ClaimCase, id: ClaimID) {
    var evidence = PlantedEvidence()
    machine.plant(&evidence)
    #expect(evidence.verdict(id) == .holds)
  }

  /// Each verdict of each claim is planted above, so each can be reached.
  @Test(arguments: ClaimID.allCases) func everyClaimCanFailAndBeOpen(id: ClaimID) {
    #expect(ClaimsTests.faults.contains { $0.id == id && $0.answer == .fails })
    #expect(ClaimsTests.limits.contains { $0.id == id && $0.answer == .open })
  }

  @Test(arguments: ClaimID.allCases) func withoutEvidenceNothingIsSaid(id: ClaimID) {
    let judgement = Claim.named(id).judged(by: Evidence(effectiveCPUs: 2, seed: 1))
    #expect(judgement.measured == nil)
    #expect(judgement.verdict.reason != nil)
  }

  /// A busy machine may excuse a poor result and must not spoil a good one.
  @Test(arguments: ClaimID.allCases) func aBusyMachineIsNoReasonToDoubtWhatWasShown(id: ClaimID) {
    var evidence = PlantedEvidence()
    evidence.othersCores = 1
    #expect(evidence.verdict(id) == .holds)
  }

  @Test(arguments: ClaimID.allCases) func findingsNameTheirFigures(id: ClaimID) throws {
    let claim = Claim.named(id)
    var planted = PlantedEvidence()
    planted.noise = 0
    let judgement = claim.judged(by: planted.evidence)
    let measured = try #require(judgement.measured)
    #expect(measured.contains { $0.isNumber })
    // What is printed of a figure is what was planted.
    let figures: [ClaimID: String] = [
      .c2: "1.00 (", .c4: "0.98 (", .c5: "3.70 (", .c6: "1.95 (", .c7: "1.90 (", .c8: "1.50 (",
      .c3: "lost none under the lock and up to 5,000 without it", .c1: "90 % (",
    ]
    if let figure = figures[id] { #expect(measured.contains(figure), "\(measured)") }
    for text in [claim.sentence, claim.run, claim.experiment, claim.rule, claim.because] {
      #expect(!text.isEmpty && text.hasSuffix("."))
    }
  }

  @Test func claimsAreNamedAsPeopleWriteThem() {
    #expect(ClaimID(named: "C4") == .c4)
    #expect(ClaimID(named: "c4") == .c4)
    #expect(ClaimID(named: "4") == .c4)
    for text in ["", "C", "C0", "C10", "4C", "CC4"] { #expect(ClaimID(named: text) == nil) }
    #expect(Claim.all.map(\.id) == ClaimID.allCases)
  }
}

@Suite struct EstimateTests {
  /// Claims are judged by these intervals, and `reproduce --quick` has seven rounds. 95 % of 4000
  /// are 3800, less three standard deviations 3760; a bootstrapped median would come to about 3500.
  @Test(arguments: [6, 7, 12]) func intervalsHoldWhatTheyPromise(rounds: Int) throws {
    var random = SplitMix64(seed: UInt64(rounds))
    let covered = try (0..<4000).count { _ in
      let values = (0..<rounds).map { _ in
        (0..<6).reduce(0.0) { sum, _ in sum + Double(random.index(below: 2001)) - 1000 }
      }
      return try #require(Evidence.estimate(values)?.interval).contains(0)
    }
    #expect(covered >= 3760)
  }

  @Test func fewerThanSixRoundsHaveNoInterval() {
    #expect(Evidence.estimate([1, 2, 3, 4, 5])?.interval == nil)
    #expect(Evidence.estimate([]) == nil)
  }

  /// In the same way for Python's cores as for ours, beside which they stand.
  @Test func coresOfPythonAreEstimatedAsOursAre() {
    var arm = PythonArm(.filter, "threads", 2)
    #expect(arm.cores == nil && arm.switches == nil)
    arm.rounds = [1, 1, 4].map {
      .init(wall: 2, cpu: 2 * $0, voluntarySwitches: 10 * $0, involuntarySwitches: 0)
    }
    #expect(arm.cores == Evidence.estimate([1, 1, 4])?.value)
    #expect(arm.cores == 1.75 && arm.switches == 5)
  }

  /// The 99 % of less than a hundred samples would be the largest of them, whatever it is.
  @Test(arguments: [(0.5, 2), (0.9, 10), (0.99, 100)])
  func quantilesWantSamplesBeyondThem(share: Double, samples: Int) {
    func run(_ count: Int) -> ConvoyRun {
      ConvoyRun(
        switchInterval: nil, computing: 1, lateness: [Double](repeating: 2, count: count))
    }
    #expect(run(samples).lateness(share) == 2_000_000)
    #expect(run(samples - 1).lateness(share) == nil)
    #expect(run(0).lateness(share) == nil)
  }
}
