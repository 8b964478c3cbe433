import Platform
import SystemPackage

/// What a recorded stretch of time was spent on.
package enum SpanName: UInt8, Sendable, CaseIterable {
  case read, decode, filter, encode, write
  /// One job, from reading its input to bringing away its output.
  case job
  case waiting, holding

  package var text: String {
    switch self {
    case .read: "read"
    case .decode: "decode"
    case .filter: "filter"
    case .encode: "encode"
    case .write: "write"
    case .job: "job"
    case .waiting: "waiting for the lock"
    case .holding: "holding the lock"
    }
  }
}

/// Where the stretches of one worker, one lock seat or one I/O engine were recorded.
package struct RecordedTrack: Sendable {
  package enum Kind: UInt8, Sendable, CaseIterable {
    case worker, lock, files
  }

  package struct Span: Sendable {
    package var name: SpanName
    /// The job's number.
    package var id: Int
    /// Nanoseconds of the monotonic clock.
    package var start, end: UInt64
  }

  package var process: Int
  package var kind: Kind
  /// The worker's number.
  package var index: Int
  package var spans: [Span]
}

/// Room for the record of a whole run: memory that all its threads and processes share.
///
/// It is cut into chunks, and every recorder has a chunk to itself until it is full: nobody waits
/// for anybody. A stretch is three words, and the last one stored says that it is complete, so what
/// a worker process had recorded is there after it was killed. The address space is reserved in one
/// go, since processes forked later must have it in the same place; memory is used as it is
/// written.
///
/// Whoever can write into it need not mean well: a worker process may have been taken over by a
/// picture. So nothing that stands in it is believed that cannot be.
package final class SpanArena: Sendable {
  package static let chunkWords = 2048
  private static let spanWords = 3
  /// The first chunk's place holds two counters: chunks given out, and spans without room.
  private static let chunksGiven = 0
  private static let spansDropped = 1

  private let words: SharedWords
  private let chunks: Int
  /// Nothing was recorded before.
  private let made: UInt64

  /// - Parameter megabytes: what all stretches may take; one takes 24 bytes.
  /// - Throws: ENOMEM, when the address space is limited to less.
  package convenience init(megabytes: Int = 256) throws(Errno) {
    self.init(over: try SharedWords(count: megabytes << 20 / 8))
  }

  /// - Parameters:
  ///   - words: of which whole chunks are used, two at the least.
  ///   - made: nanoseconds of the monotonic clock.
  package init(over words: SharedWords, since made: UInt64 = Clock.wall()) {
    chunks = words.count / SpanArena.chunkWords - 1
    precondition(chunks > 0, "no room for a chunk")
    self.words = words
    self.made = made
  }

  /// What was recorded.
  package struct Record: Sendable {
    /// A track for each recorder's owner, workers first.
    package var tracks: [RecordedTrack] = []
    /// Stretches for which there was no room, and those that cannot be: ended before they began,
    /// before the record did or in the time to come, or of no known name.
    package var dropped: UInt64 = 0
  }

  /// A place for one thread to record in.
  package func recorder(_ kind: RecordedTrack.Kind, _ index: Int) -> SpanRecorder {
    let owner =
      UInt64(Sys.processID) << 32 | UInt64(kind.rawValue) << 24 | UInt64(index & 0xFF_FFFF)
    return SpanRecorder(self, owner: owner)
  }

  /// The places of a fresh chunk's spans; nil when there is none left.
  fileprivate func claim(for owner: UInt64) -> Range<Int>? {
    let number = Int(clamping: words.add(1, to: SpanArena.chunksGiven))
    guard number < chunks else {
      words.add(1, to: SpanArena.spansDropped)
      return nil
    }
    let start = (number + 1) * SpanArena.chunkWords
    words.store(owner, in: start)
    let spans = (SpanArena.chunkWords - 1) / SpanArena.spanWords
    return start + 1..<start + 1 + spans * SpanArena.spanWords
  }

  fileprivate func store(_ span: RecordedTrack.Span, at place: Int) {
    words.store(span.start, in: place)
    words.store(UInt64(span.name.rawValue) << 56 | UInt64(max(span.id, 0)), in: place + 1)
    words.store(span.end, in: place + 2)
  }

  /// All that was recorded until now.
  package var record: Record {
    let now = Clock.wall()
    var record = Record(dropped: words.load(SpanArena.spansDropped))
    var spans: [UInt64: [RecordedTrack.Span]] = [:]
    for number in 0..<min(Int(clamping: words.load(SpanArena.chunksGiven)), chunks) {
      let start = (number + 1) * SpanArena.chunkWords
      let found = completed(in: start + 1, until: now)
      let owner = words.load(start)
      spans[owner, default: []] += found.spans
      record.dropped = record.dropped.addingReportingOverflow(found.dropped).partialValue
    }
    // A chunk whose owner died before it could sign it.
    spans[0] = nil
    record.tracks = spans.compactMap { owner, spans in
      guard let kind = RecordedTrack.Kind(rawValue: UInt8(truncatingIfNeeded: owner >> 24)) else {
        return nil
      }
      return RecordedTrack(
        process: Int(owner >> 32), kind: kind, index: Int(owner & 0xFF_FFFF), spans: spans)
    }.sorted { ($0.kind.rawValue, $0.index, $0.process) < ($1.kind.rawValue, $1.index, $1.process) }
    return record
  }

  private func completed(
    in first: Int, until now: UInt64
  ) -> (spans: [RecordedTrack.Span], dropped: UInt64) {
    var spans: [RecordedTrack.Span] = []
    var dropped: UInt64 = 0
    var place = first
    while place + SpanArena.spanWords <= first + SpanArena.chunkWords - 1 {
      // Each word once: it may change between two looks.
      let end = words.load(place + 2)
      if end == 0 { break }
      let (start, about) = (words.load(place), words.load(place + 1))
      if let name = SpanName(rawValue: UInt8(truncatingIfNeeded: about >> 56)),
        made <= start, start <= end, end <= now
      {
        spans.append(
          .init(name: name, id: Int(about & 0xFF_FFFF_FFFF_FFFF), start: start, end: end))
      } else {
        dropped += 1
      }
      place += SpanArena.spanWords
    }
    return (spans, dropped)
  }
}

/// Records stretches of time, on one thread at a time: three stores each, and nothing is allocated.
package final class SpanRecorder {
  private let arena: SpanArena
  private let owner: UInt64
  private var places = 0..<0

  fileprivate init(_ arena: SpanArena, owner: UInt64) {
    self.arena = arena
    self.owner = owner
  }

  package func record(_ name: SpanName, id: Int, from start: UInt64, to end: UInt64) {
    if places.isEmpty {
      guard let fresh = arena.claim(for: owner) else { return }
      places = fresh
    }
    arena.store(.init(name: name, id: id, start: start, end: end), at: places.lowerBound)
    places = places.lowerBound + 3..<places.upperBound
  }
}
