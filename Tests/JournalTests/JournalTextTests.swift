import Journal
import SystemPackage
import TestSupport
import Testing

@Suite struct JournalTextTests {
  static func entries(_ seed: UInt64) -> [JournalEntry] {
    var random = SeededRandom(seed: seed)
    let names = ["a.png", "b c/d\nä.jpg", "\\n\\", " ", "\u{7F}x"]
    return (0..<Int.random(in: 1...12, using: &random)).map { number in
      let time = Int64.random(in: -5...Int64.max, using: &random)
      var entry = JournalEntry(
        output: FilePath("\(number)\(names.randomElement(using: &random)!)"),
        recipe: UInt64.random(in: 0...UInt64.max, using: &random),
        input: Fingerprint(bytes: Int.random(in: 0...Int.max, using: &random), modified: time))
      if Bool.random(using: &random) {
        entry.completion = Completion(
          inputSum: UInt64.random(in: 0...UInt64.max, using: &random), output: entry.input,
          outputSum: 0, boot: UInt64.random(in: 0...3, using: &random))
      }
      return entry
    }
  }

  @Test(arguments: 0..<50)
  func whatIsWrittenIsRead(seed: UInt64) {
    let entries = Self.entries(seed)
    var text = JournalText(entries)
    #expect(JournalText.entries(in: text.take()) == entries)
  }

  /// Cut off anywhere, a journal says less, and never anything else.
  @Test(arguments: 0..<5)
  func aTornTextIsGoodUpToThere(seed: UInt64) {
    let entries = Self.entries(seed)
    var text = JournalText(entries)
    let bytes = text.take()
    for length in 0..<bytes.count {
      for tail in [[], [UInt8](repeating: 0, count: 40)] {
        let read = JournalText.entries(in: bytes[..<length] + tail)
        #expect(read.count <= entries.count)
        for (entry, original) in zip(read, entries) {
          var withoutEnd = original
          withoutEnd.completion = nil
          #expect(entry == original || entry == withoutEnd)
        }
      }
    }
  }

  /// A line that is changed, or taken out, makes all that follow it unbelievable.
  @Test func aDamagedLineEndsTheText() {
    let entries = Self.entries(3)
    var text = JournalText(entries)
    let bytes = text.take()
    for place in bytes.indices {
      var damaged = bytes
      damaged[place] ^= 0x10
      let line = bytes[..<place].count { $0 == UInt8(ascii: "\n") }
      #expect(JournalText.entries(in: damaged).count <= max(line - 1, 0))
    }
    let lines = bytes.split(separator: UInt8(ascii: "\n"))
    let without = Array((lines[..<1] + lines[2...]).joined(separator: [UInt8(ascii: "\n")]))
    #expect(JournalText.entries(in: without + [UInt8(ascii: "\n")]).isEmpty)
  }

  @Test func whatIsSettledHasNoBoot() {
    var text = JournalText(Self.entries(1))
    let done = Completion(
      inputSum: 1, output: Fingerprint(bytes: 2, modified: 3), outputSum: 4, boot: 5)
    text.put(done, of: 0)
    text.putSettled()
    text.put(done, of: 0)
    let read = JournalText.entries(in: text.take())
    #expect(read[0].completion?.boot == 5)
    #expect(read.dropFirst().allSatisfy { ($0.completion?.boot ?? 0) == 0 })
  }
}
