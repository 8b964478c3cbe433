import Execution
import Pipeline
import SystemPackage
import TestSupport
import Testing

/// What a worker process may say of its jobs, and what it is not believed.
@Suite struct AssignmentTests {
  private let job = Job(
    id: 3, input: "in/a.png", output: "out/a.png", replace: false, inputBytes: 7)

  private enum Word {
    case began, computed, dropped
    case ended(failed: Bool, bringsOutput: Bool)
  }

  private func given(_ phase: Assignments.Phase?) -> Assignments {
    var assignments = Assignments()
    if let phase { assignments.give(job, phase) }
    return assignments
  }

  /// Which of these words are believed.
  private func believed(_ its: inout Assignments, _ words: Word...) -> [Bool] {
    words.map { word in
      switch word {
      case .began: its.began(job)
      case .computed: its.computed(job)
      case .dropped: its.dropped(job)
      case .ended(let failed, let brings): its.ended(job, failed: failed, bringsOutput: brings)
      }
    }
  }

  @Test func aJobThatTheWorkerWrites() {
    var its = given(.sent)
    #expect(its.inputBytes == 7)
    let beginning = believed(&its, .began, .computed)
    #expect(beginning == [true, true])
    #expect(its.inputBytes == 0)
    let end = believed(&its, .ended(failed: false, bringsOutput: false))
    #expect(end == [true])
    #expect(its.isEmpty)
  }

  @Test func aJobThatComesAndGoesThroughTheCoordinator() {
    var its = given(.reading)
    its.sent(job)
    let all = believed(&its, .began, .ended(failed: false, bringsOutput: true))
    #expect(all == [true, true])
    #expect(its.isEmpty && its.inputBytes == 0)
  }

  @Test func aJobThatIsNotBegunIsDroppedOnce() {
    var its = given(.sent)
    let answers = believed(&its, .dropped, .dropped, .began)
    #expect(answers == [true, false, false])
    #expect(its.isEmpty && its.inputBytes == 0)
  }

  /// Of a job that it never had, had already, or has not been sent; an output from nowhere, two of
  /// them, or one of a job that failed.
  @Test func whatCannotBeIsNotBelieved() {
    let ends: [Word] = [(false, false), (false, true), (true, false), (true, true)].map {
      .ended(failed: $0, bringsOutput: $1)
    }
    let lies: [(Assignments.Phase?, [Word])] = [
      (nil, [.began, .computed, .dropped] + ends),
      (.reading, [.began, .computed, .dropped] + ends), (.sent, [.computed] + ends),
      (.computing, [.began, .dropped, ends[0], ends[3]]),
      (.writing, [.began, .computed, .dropped, ends[1], ends[3]]),
    ]
    for (phase, words) in lies {
      for word in words {
        var its = given(phase)
        let answer = believed(&its, word)
        #expect(answer == [false], "\(word) of a job that is \(phase as Any)")
      }
    }
  }

  /// Whatever is said in whatever order, a job ends once, and bytes add up to what is there.
  @Test(arguments: 0..<20)
  func anythingSaidLeavesTheCountsRight(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let jobs = (0..<5).map {
      Job(id: $0, input: "i", output: "o", replace: false, inputBytes: 1 << $0)
    }
    var its = Assignments()
    var given: Set<Int> = []
    var ends = [Int](repeating: 0, count: jobs.count)
    for _ in 0..<500 {
      let job = jobs.randomElement(using: &random)!
      switch Int.random(in: 0..<7, using: &random) {
      case 0 where !given.contains(job.id):
        its.give(job, .sent)
        given.insert(job.id)
      case 1: _ = its.began(job)
      case 2: _ = its.computed(job)
      case 3, 4:
        let failed = Bool.random(using: &random)
        if its.ended(job, failed: failed, bringsOutput: Bool.random(using: &random)) {
          ends[job.id] += 1
        }
      case 5:
        if its.dropped(job) { ends[job.id] += 1 }
      default: break
      }
      #expect(jobs.count { its[$0.id] != nil } == given.count - ends.reduce(0, +))
      let held = jobs.filter { its[$0.id] != nil && its[$0.id] != .writing }
      #expect(its.toCompute == held.count)
      #expect(its.writing == jobs.count { its[$0.id] == .writing })
      #expect(its.inputBytes == held.reduce(0) { $0 + $1.inputBytes })
    }
    #expect(ends.allSatisfy { $0 <= 1 })
  }

  @Test func figuresThatNoJobHasAreRefused() throws {
    var outcomes = [Outcome](repeating: Outcome(job: 1, finished: 9), count: 5)
    outcomes[0].inputWidth = .max
    outcomes[1].outputBytes = .max
    (outcomes[2].inputWidth, outcomes[2].inputHeight) = (1 << 21, 1 << 20)
    outcomes[3].times[.filter] = StageTimes.Entry(wall: .max, cpu: 0)
    outcomes[4].started = 10
    for outcome in outcomes {
      var wire = WireWriter()
      wire.put(outcome)
      #expect(throws: WireError.self, "\(outcome)") {
        var reader = WireReader(wire.bytes)
        _ = try reader.outcome()
      }
    }
  }
}

@Suite struct ReadingCostTests {
  private func cost(
    reading: UInt64, computing: UInt64, overlapped: Bool = true
  ) -> ReadingCost {
    var times = StageTimes()
    for stage in [Stage.decode, .filter, .encode] { times[stage].wall = computing }
    times[.read].wall = reading
    // Neither.
    times[.write].wall = 1_000_000
    var cost = ReadingCost(overlapped: overlapped)
    cost.add(times)
    return cost
  }

  @Test func whoHasNothingIsGivenSomething() {
    let cost = ReadingCost(overlapped: false)
    #expect(cost.allowsAnother(besides: 0, pending: 1, workers: 7))
  }

  /// Nothing is slow before anything was read, nor where nothing is read ahead.
  @Test func nobodyHoardsTowardsTheEnd() {
    for cost in [
      ReadingCost(overlapped: true), cost(reading: 300, computing: 400),
      cost(reading: 9999, computing: 400, overlapped: false),
    ] {
      #expect(cost.allowsAnother(besides: 1, pending: 8, workers: 7))
      #expect(!cost.allowsAnother(besides: 1, pending: 7, workers: 7))
      #expect(!cost.allowsAnother(besides: 2, pending: 14, workers: 7))
    }
  }

  /// Only one, and only where that takes longer than a quarter of a job's computing.
  @Test func whatIsSlowToReadIsReadAhead() {
    let cost = cost(reading: 301, computing: 400)
    #expect(cost.allowsAnother(besides: 1, pending: 1, workers: 7))
    #expect(!cost.allowsAnother(besides: 2, pending: 14, workers: 7))
  }

  @Test func aWorkerMaySayAnything() {
    var times = StageTimes()
    for stage in [Stage.read, .decode, .filter, .encode] { times[stage].wall = .max }
    var cost = ReadingCost(overlapped: true)
    for _ in 0..<3 { cost.add(times) }
    #expect(cost.allowsAnother(besides: 0, pending: 1, workers: 1))
  }
}
