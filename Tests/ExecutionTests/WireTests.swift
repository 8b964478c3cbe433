import Execution
import Pipeline
import TestSupport
import Testing

@Suite("The worker protocol")
struct WireTests {
  private static func outcome(_ random: inout SeededRandom) -> Outcome {
    var outcome = Outcome(job: Int.random(in: 0..<1000, using: &random))
    if Bool.random(using: &random) {
      outcome.failure = JobFailure(
        JobFailure.Kind.allCases.randomElement(using: &random)!,
        Stage.allCases.randomElement(using: &random)!, "disk full: \u{1F4A5}\n\"quoted\"")
    }
    outcome.warnings = (0..<Int.random(in: 0..<4, using: &random)).map { "warning \($0)" }
    outcome.inputBytes = Int.random(in: 0...1 << 40, using: &random)
    outcome.outputBytes = Int.random(in: 0...1 << 40, using: &random)
    outcome.inputWidth = Int.random(in: 0..<70_000, using: &random)
    outcome.outputHeight = Int.random(in: 0..<70_000, using: &random)
    for stage in Stage.allCases {
      outcome.times[stage] = StageTimes.Entry(
        wall: UInt64.random(in: 0...1 << 50, using: &random),
        cpu: UInt64.random(in: 0...1 << 50, using: &random))
    }
    outcome.worker = Int.random(in: 0..<64, using: &random)
    outcome.started = UInt64.random(in: 0...UInt64.max, using: &random)
    outcome.finished = UInt64.random(in: outcome.started...UInt64.max, using: &random)
    outcome.tally = [
      nil, JobTally(added: 7), JobTally(added: 1 << 40, counts: (0..<256).map { $0 << 32 }),
    ].randomElement(using: &random)!
    return outcome
  }

  private static func words(_ random: inout SeededRandom) -> [Word] {
    [
      .ready(.all), .ready([.calls]), .began(id: 7), .computed(id: 0), .reserve(bytes: 1 << 40),
      .release(bytes: 0), .reserve(bytes: 1 << 41), .release(bytes: 1 << 41),
      .exceed(bytes: .max), .dropped(id: 9),
      .ended(outcome(&random), payload: .shared, bytes: 12),
      .farewell(handoffNanoseconds: 0, runQueueDelay: nil, engine: "", note: ""),
      .farewell(
        handoffNanoseconds: UInt64.random(in: 0...1 << 50, using: &random), runQueueDelay: 5,
        engine: "uring", note: "no ring"),
      .exceed(bytes: 1), .unable(reason: "cannot start io_uring: forbidden"),
    ]
  }

  @Test("What a worker says is what the coordinator hears", arguments: 0..<50)
  func wordsSurvive(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    for word in WireTests.words(&random) { #expect(try Word(word.encoded) == word) }
  }

  @Test func ordersSurvive() throws {
    for order: Order in [
      .job(id: 3, payload: .inline, bytes: 1 << 33),
      .job(id: 0, payload: .none, bytes: 0, again: true),
      .granted, .cancel, .finish, .stop,
    ] { #expect(try Order(order.encoded) == order) }
  }

  /// No matter how many bytes a plan comes to; but not fewer than none.
  @Test func negativeBytesAreRefused() {
    for word: Word in [.reserve(bytes: -1), .release(bytes: .min), .exceed(bytes: -1)] {
      #expect(throws: WireError.self) { try Word(word.encoded) }
    }
  }

  @Test("A message cut short or with something behind it is refused", arguments: 0..<10)
  func cutMessages(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    for word in WireTests.words(&random) {
      let bytes = word.encoded
      for length in 0..<bytes.count {
        #expect(throws: WireError.self) { try Word(Array(bytes.prefix(length))) }
      }
      #expect(throws: WireError.self) { try Word(bytes + [0]) }
    }
  }

  @Test("No bytes whatever bring the reader down")
  func hostileBytes() {
    var random = SeededRandom(seed: 1)
    for _ in 0..<20_000 {
      var bytes = WireTests.words(&random).randomElement(using: &random)!.encoded
      for _ in 0..<Int.random(in: 1..<6, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(
          in: 0...255, using: &random)
      }
      _ = try? Word(bytes)
      _ = try? Order(bytes)
    }
  }
}
