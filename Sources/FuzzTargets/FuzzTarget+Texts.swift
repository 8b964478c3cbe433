import Execution
import Filters
import Journal
import Pixels
import Platform
import Report
import Tool

extension FuzzTarget {
  func parseChain(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    do {
      let chain = try FilterChain(parsing: text)
      for model in [ColorModel.gray, .rgba] {
        let format = PixelFormat(model, bytes.count.isMultiple(of: 2) ? .eight : .sixteen)
        let shape = ImageShape(width: 97, height: 31, format: format)
        guard let plan = try? chain.plan(for: shape) else { continue }
        precondition(plan.workingBytes >= 0, "memory is never negative")
      }
    } catch {
      precondition(!error.description.isEmpty, "a refusal has a reason")
    }
  }

  func readMessages(_ bytes: [UInt8]) {
    if let word = try? Word(bytes) {
      precondition((try? Word(word.encoded)) == word, "a word survives the wire")
    }
    if let order = try? Order(bytes) {
      precondition((try? Order(order.encoded)) == order, "an order survives the wire")
    }
  }

  func readReport(_ bytes: [UInt8]) {
    guard let json = try? JSONValue(parsing: bytes) else { return }
    precondition((try? JSONValue(parsing: json.line)) == json, "a value survives its text")
    precondition((try? JSONValue(parsing: json.document)) == json, "a value survives its document")
    _ = try? RunReport(json: json)
    _ = try? Timeline(json: json)
  }

  func readSpans(_ bytes: [UInt8]) {
    guard let words = try? SharedWords(count: 4 * SpanArena.chunkWords) else { return }
    // The counters stand at the start, and the first chunk at the place of the second.
    for (place, start) in stride(from: 0, to: bytes.count - 7, by: 8).enumerated().prefix(2048) {
      let word = bytes[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) }
      words.store(word, in: place < 2 ? place : SpanArena.chunkWords + place - 2)
    }
    let timeline = RunTimeline.make(SpanArena(over: words, since: 0), nil)
    var text: [UInt8] = []
    timeline.write { text += $0 }
    precondition((try? JSONValue(parsing: text)) != nil, "a trace is JSON, whatever was recorded")
    precondition(
      timeline.tracks.allSatisfy { $0.spans.allSatisfy { $0.start <= $0.end } },
      "nothing ends before it starts")
  }

  func readJournal(_ bytes: [UInt8]) {
    // Hardly any mutation would get past the checksums, so it is read behind right ones, too.
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for journal in [bytes, JournalText.sealing(lines.map { Array($0) })] {
      let entries = JournalText.entries(in: journal)
      var text = JournalText(entries)
      precondition(JournalText.entries(in: text.take()) == entries, "a journal survives its text")
    }
  }
}
