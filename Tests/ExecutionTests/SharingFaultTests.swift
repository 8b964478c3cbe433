import Codecs
import Execution
import Filters
import Pipeline
import Pixels
import Platform
import Synchronization
import TestSupport
import Testing

/// A grant that remembers what is held, and may refuse what work can do without.
private final class TellingMemory: MemoryGrant {
  private(set) var held = 0
  private let refuses: Bool

  init(refuses: Bool = false) { self.refuses = refuses }

  func reserve(_ bytes: Int) throws(ImageError) { held += bytes }
  func tryReserve(_ bytes: Int) -> Bool {
    if refuses { return false }
    held += bytes
    return true
  }
  func release(_ bytes: Int) { held -= bytes }
  func change(_ held: Int, to bytes: Int) { self.held += bytes - held }
}

/// What goes wrong with a shared picture: said once, in the words it would have alone, and nobody
/// is left waiting.
@Suite("Faults in shared pictures")
struct SharingFaultTests {
  private static let shape = ImageShape(width: 50, height: 400, format: .rgb8)

  /// With decoding, in the shared part, and with encoding.
  @Test("A filter's error ends the picture as it would alone", arguments: 0..<3)
  func filters(place: Int) throws {
    let box = try FilterChain(parsing: "box=2").filters
    let error = ImageError(.filter, subject: "faulty", "the marked row was met")
    for row in [0, 1, 57, 200, 399] {
      let file = try randomFile(Self.shape, .png(PNGSettings()), seed: 3, marked: row)
      let faulty: [any Filter] = [Faulty(error, reach: place == 1 ? .row : nil)]
      var recipe = Recipe()
      // What the box makes of the mark would not be known behind it.
      recipe.chain = FilterChain(
        place == 2 ? try FilterChain(parsing: "invert,invert").filters + faulty : faulty + box,
        text: "faulty")
      let alone = try Developed.from(file, recipe)
      #expect(alone.failure == JobFailure(error, .filter))
      for threads in [2, 5] {
        #expect(try Developed.from(file, recipe, threads: threads) == alone, "row \(row)")
      }
    }
  }

  @Test("Filters that cannot be started end the picture")
  func starting() throws {
    let file = try randomFile(Self.shape, .png(PNGSettings()), seed: 3)
    for reach in [Reach.row, nil] {
      let error = ImageError.outOfMemory(bytes: 77)
      var recipe = Recipe()
      recipe.chain = FilterChain(
        [Faulty(error, reach: reach, failsAtOnce: true)], text: "faulty")
      let alone = try Developed.from(file, recipe)
      #expect(alone.failure?.reason == error.description)
      #expect(try Developed.from(file, recipe, threads: 4) == alone)
    }
  }

  @Test("Whoever is interrupted, and when: the picture is")
  func interruption() throws {
    let file = try randomFile(Self.shape, .png(PNGSettings()), seed: 3)
    var recipe = Recipe()
    recipe.chain = try FilterChain(parsing: "gaussian=1")
    let whole = try Developed.from(file, recipe)
    var interrupted = 0
    for polls in [0, 1, 2, 5, 20, 100, 400, 1000, 3000] {
      for threads in [1, 2, 4, 7] {
        // One count for all threads, as a batch is stopped for all.
        let left = Left(polls)
        let found = try Developed.from(file, recipe, threads: threads) {
          let checkpoint = Checkpoint { left.isOver() ? .stop : .goOn }
          checkpoint.requested.store(true, ordering: .relaxed)
          return checkpoint
        }
        if let failure = found.failure {
          #expect(failure.kind == .interrupted)
          #expect(failure.reason == ImageError.interrupted.description)
          interrupted += 1
        } else {
          #expect(found == whole)
        }
      }
    }
    #expect(interrupted > 20)
  }

  @Test("Memory is given back, and where there is none to share with, one thread does it alone")
  func memory() throws {
    let file = try randomFile(Self.shape, .png(PNGSettings()), seed: 3, marked: 300)
    var recipe = Recipe()
    recipe.chain = try FilterChain(parsing: "gaussian=1")
    let alone = try Developed.from(file, recipe)
    let generous = TellingMemory()
    let shared = try Developed.from(file, recipe, threads: 4, memory: generous)
    #expect(shared == alone)
    #expect(shared.threads > 1)
    #expect(generous.held > 0)
    let tight = TellingMemory(refuses: true)
    let refused = try Developed.from(file, recipe, threads: 4, memory: tight)
    #expect(refused == alone)
    #expect(refused.threads == 1)
    // What is held at the end is the output, and that is the same.
    #expect(tight.held == generous.held)
    let failing = TellingMemory()
    recipe.chain = FilterChain(
      [Faulty(ImageError(.filter, "met"), reach: .row)], text: "faulty")
    #expect(try Developed.from(file, recipe, threads: 4, memory: failing).failure != nil)
    #expect(failing.held == 0)
  }

  @Test("Idle threads are asked for large pictures that would be done last")
  func who() {
    let pixels = HelpBoard.leastPixels
    func hands(_ splitting: Splitting, left bytes: Int, pixels: Int) -> Int {
      let board = HelpBoard(splitting, workers: 4) { bytes }
      return board.hands(inputBytes: 1000, pixels: pixels)
    }
    #expect(hands(.auto, left: 0, pixels: pixels) == 4)
    #expect(hands(.auto, left: 2999, pixels: pixels) == 4)
    #expect(hands(.auto, left: 3000, pixels: pixels) == 1)
    #expect(hands(.auto, left: 0, pixels: pixels - 1) == 1)
    #expect(hands(.on, left: 1 << 40, pixels: 1) == 4)
    #expect(hands(.off, left: 0, pixels: pixels) == 1)
  }
}

/// A number that goes down to 0.
private final class Left: Sendable {
  private let count: Atomic<Int>
  init(_ count: Int) { self.count = Atomic(count) }
  func isOver() -> Bool { count.wrappingSubtract(1, ordering: .relaxed).oldValue <= 0 }
}
