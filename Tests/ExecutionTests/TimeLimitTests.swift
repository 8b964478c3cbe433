import Codecs
import Execution
import Filters
import Pipeline
import Pixels
import Platform
import Synchronization
import TestSupport
import Testing

/// What a picture may take is meant for all threads that work on it, together.
@Suite("Limits of CPU time")
struct TimeLimitTests {
  /// Has the thread use up so many CPU nanoseconds.
  private static func spend(_ nanoseconds: UInt64) {
    let end = Clock.threadCPU() + nanoseconds
    while Clock.threadCPU() < end {}
  }

  private static func refuses(_ clock: JobClock) -> Bool {
    if case .refuse = clock.verdict() { true } else { false }
  }

  /// Sleeps until the clock refuses, which takes no CPU time, or far too long.
  private static func isRefused(_ clock: JobClock) -> Bool {
    for _ in 0..<2000 {
      if refuses(clock) { return true }
      Clock.sleep(until: Clock.wall() + 5_000_000)
    }
    return false
  }

  @Test("Threads on one account are refused by what they take together, and all hear of it")
  func together() throws {
    let limit = try TimeLimit(nanoseconds: 50_000_000)
    defer { limit.finish() }
    let account = JobAccount()
    let clocks = [limit.clock(), limit.clock()]
    let bells = [Checkpoint { .goOn }, Checkpoint { .goOn }]
    for (clock, bell) in zip(clocks, bells) { clock.attach(bell) }
    try clocks[0].run(on: account) {
      Self.spend(30_000_000)
      #expect(!Self.refuses(clocks[0]))
      let wasRefused = Atomic(false)
      let other = try Thread(name: "other") {
        clocks[1].run(on: account) {
          Self.spend(30_000_000)
          wasRefused.store(Self.isRefused(clocks[1]), ordering: .releasing)
        }
      }
      other.join()
      let (refused, called) = (
        wasRefused.load(ordering: .acquiring), bells[0].requested.load(ordering: .acquiring)
      )
      #expect(refused)
      #expect(called, "the first was not told")
      #expect(Self.refuses(clocks[0]))
    }
    // The next picture has its own time.
    clocks[0].run { #expect(!Self.refuses(clocks[0])) }
    #expect(!Self.refuses(clocks[0]))
  }

  @Test("What a thread took counts also when it has left again")
  func left() throws {
    let limit = try TimeLimit(nanoseconds: 50_000_000)
    defer { limit.finish() }
    let account = JobAccount()
    let clock = limit.clock()
    for turn in 1...3 {
      clock.run(on: account) {
        Self.spend(20_000_000)
        #expect(turn < 3 ? !Self.refuses(clock) : Self.isRefused(clock))
      }
    }
  }

  @Test("A shared picture is given up in time, and comes out the same where there is enough")
  func shared() throws {
    let shape = ImageShape(width: 60, height: 500, format: .rgb8)
    let file = try randomFile(shape, .png(PNGSettings()), seed: 3)
    var recipe = Recipe()
    recipe.chain = try FilterChain(parsing: "median=12")
    let whole = try Developed.from(file, recipe)
    #expect(whole.failure == nil)
    for threads in [1, 2, 5] {
      let ample = try TimeLimit(nanoseconds: 1_000_000_000_000)
      #expect(try Developed.from(file, recipe, threads: threads, limit: ample) == whole)
      ample.finish()
      let tight = try TimeLimit(nanoseconds: 1_000_000)
      let found = try Developed.from(file, recipe, threads: threads, limit: tight)
      #expect(found.failure?.reason.contains("more CPU time than --max-seconds 0.001") == true)
      tight.finish()
    }
  }
}
