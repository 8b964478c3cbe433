import Execution
import Filters
import Journal
import Pixels
import Report

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

  func readJournal(_ bytes: [UInt8]) {
    let entries = JournalText.entries(in: bytes)
    var text = JournalText(entries)
    precondition(JournalText.entries(in: text.take()) == entries, "a journal survives its text")
  }
}
