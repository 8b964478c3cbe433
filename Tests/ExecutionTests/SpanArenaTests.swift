import Execution
import Platform
import Testing

/// What was recorded, in memory that worker processes can write anything into.
@Suite struct SpanArenaTests {
  /// Three words as they stand in a chunk.
  private typealias Words = (start: UInt64, about: UInt64, end: UInt64)

  private func words(_ spans: [Words], owner: UInt64 = 7 << 32) throws -> SharedWords {
    let words = try SharedWords(count: 3 * SpanArena.chunkWords)
    words.store(1, in: 0)
    words.store(owner, in: SpanArena.chunkWords)
    for (index, span) in spans.enumerated() {
      let place = SpanArena.chunkWords + 1 + 3 * index
      words.store(span.start, in: place)
      words.store(span.about, in: place + 1)
      words.store(span.end, in: place + 2)
    }
    return words
  }

  @Test func whatARecorderToldComesBack() throws {
    let arena = try SpanArena(megabytes: 1)
    let recorder = arena.recorder(.worker, 3)
    let start = Clock.wall()
    for id in 0..<2000 { recorder.record(.decode, id: id, from: start, to: start + UInt64(id & 1)) }
    let record = arena.record
    #expect(record.dropped == 0)
    let track = try #require(record.tracks.first)
    #expect(record.tracks.count == 1)
    #expect(track.index == 3 && track.process == Int(Sys.processID))
    #expect(track.spans.map(\.id) == Array(0..<2000))
  }

  @Test func spansThatCannotBeAreCountedAndLeftOut() throws {
    let now = Clock.wall()
    let good: Words = (now - 50, 1 << 56 | 5, now - 20)
    let bad: [Words] = [
      (now - 20, 1 << 56, now - 50), (now - 50, 0xFF << 56, now - 20), (3, 1 << 56, now - 20),
      (now - 50, 1 << 56, .max), (.max, 1 << 56, .max), (.max, .max, 1),
    ]
    let arena = SpanArena(over: try words([good] + bad + [good]), since: now - 1000)
    let record = arena.record
    #expect(record.dropped == UInt64(bad.count))
    let spans = record.tracks.flatMap(\.spans)
    #expect(spans.map(\.id) == [5, 5])
    #expect(spans.allSatisfy { $0.start == now - 50 && $0.end == now - 20 && $0.name == .decode })
  }

  /// Counters that say nonsense, and chunks of nobody.
  @Test func countersAreNotBelievedEither() throws {
    let now = Clock.wall()
    let words = try words([(now - 50, 0, now - 20)], owner: .max)
    words.store(.max, in: 0)
    words.store(.max, in: 1)
    let arena = SpanArena(over: words, since: 0)
    arena.recorder(.worker, 0).record(.read, id: 1, from: now - 50, to: now - 20)
    words.store(.max - 5, in: 0)
    arena.recorder(.worker, 0).record(.read, id: 1, from: now - 50, to: now - 20)
    #expect(arena.record.tracks.isEmpty)
  }
}
