import Memory
import Platform
import SystemPackage

/// A journal as bytes: a line a fact, each behind a checksum that takes in the one before it.
///
///     SUM journal 1
///     SUM own RECIPE INPUT-BYTES INPUT-TIME OUTPUT         an output undertaken, counted from 0
///     SUM done NUMBER INPUT-SUM BYTES TIME OUTPUT-SUM BOOT  its output is in place
///     SUM settled                                           all that is done is on the disk
///
/// A file that ends in the middle of a line, or in blocks that a power cut left empty, is good up
/// to there: reading stops at the first line whose checksum is wrong.
package struct JournalText {
  static let title = Array("journal 1".utf8)

  private var sum: UInt64 = 0
  /// What was put in and not yet taken out.
  private var bytes: [UInt8] = []
  private var count = 0

  /// The beginning of a journal that knows these outputs.
  package init(_ entries: [JournalEntry]) {
    put(Self.title)
    for entry in entries {
      let number = count
      put(entry)
      if let completion = entry.completion { put(completion, of: number) }
    }
  }

  /// A journal that says these lines, whatever they are.
  package static func sealing(_ lines: [[UInt8]]) -> [UInt8] {
    var text = JournalText([])
    for line in lines { text.put(line) }
    return text.take()
  }

  package mutating func put(_ completion: Completion, of number: Int) {
    let output = completion.output
    put(
      Array(
        ("done \(number) \(hex(completion.inputSum)) \(output.bytes) \(output.modified) "
          + "\(hex(completion.outputSum)) \(hex(completion.boot))").utf8))
  }

  package mutating func putSettled() { put(Array("settled".utf8)) }

  /// What is to be appended to the file.
  package mutating func take() -> [UInt8] {
    defer { bytes = [] }
    return bytes
  }

  private mutating func put(_ entry: JournalEntry) {
    let facts = "own \(hex(entry.recipe)) \(entry.input.bytes) \(entry.input.modified) "
    put(Array(facts.utf8) + Self.escaped(entry.output.bytes))
    count += 1
  }

  private mutating func put(_ line: [UInt8]) {
    sum = XXHash64.hash(line, seed: sum)
    bytes += Self.prefix(sum) + line
    bytes.append(UInt8(ascii: "\n"))
  }

  /// What stands before a line with this checksum: sixteen digits and a space.
  static func prefix(_ sum: UInt64) -> [UInt8] {
    let digits = String(sum, radix: 16)
    return Array((String(repeating: "0", count: 16 - digits.utf8.count) + digits + " ").utf8)
  }

  private func hex(_ value: UInt64) -> String { String(value, radix: 16) }

  /// Line ends in names would end lines.
  private static func escaped(_ name: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    for byte in name {
      switch byte {
      case UInt8(ascii: "\\"): text += [byte, byte]
      case UInt8(ascii: "\n"): text += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
      default: text.append(byte)
      }
    }
    return text
  }
}
