import Memory
import SystemPackage

extension JournalText {
  /// What a journal says, as far as it can be believed; nothing where it is none.
  package static func entries(in bytes: [UInt8]) -> [JournalEntry] {
    var reader = JournalReader()
    var start = 0
    while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
      guard reader.take(bytes[start..<end]) else { break }
      start = end + 1
    }
    return reader.entries
  }
}

/// Takes a journal's lines one after the other.
private struct JournalReader {
  private(set) var entries: [JournalEntry] = []
  private var sum: UInt64 = 0
  private var isBegun = false

  /// - Returns: whether the line can be believed, and so the next may be.
  mutating func take(_ line: ArraySlice<UInt8>) -> Bool {
    let content = Array(line.dropFirst(17))
    sum = XXHash64.hash(content, seed: sum)
    guard line.prefix(17).elementsEqual(JournalText.prefix(sum)) else { return false }
    guard isBegun else {
      isBegun = content == JournalText.title
      return isBegun
    }
    // The name of an output comes last and may have spaces in it.
    let fields = content.split(
      separator: UInt8(ascii: " "), maxSplits: 4, omittingEmptySubsequences: false)
    switch String(decoding: fields[0], as: UTF8.self) {
    case "own": return own(Array(fields.dropFirst()))
    case "done": return done(content.split(separator: UInt8(ascii: " ")).dropFirst().map { $0 })
    case "settled":
      for index in entries.indices { entries[index].completion?.boot = 0 }
      return true
    default: return false
    }
  }

  private mutating func own(_ fields: [ArraySlice<UInt8>]) -> Bool {
    guard fields.count == 4, let recipe = number(fields[0], radix: 16), let bytes = int(fields[1]),
      let modified = int(fields[2]), let name = unescaped(fields[3]), !name.isEmpty
    else { return false }
    entries.append(
      JournalEntry(
        output: name, recipe: recipe, input: Fingerprint(bytes: bytes, modified: Int64(modified))))
    return true
  }

  private mutating func done(_ fields: [ArraySlice<UInt8>]) -> Bool {
    guard fields.count == 6, let index = int(fields[0]), entries.indices.contains(index),
      let inputSum = number(fields[1], radix: 16), let bytes = int(fields[2]),
      let modified = int(fields[3]), let outputSum = number(fields[4], radix: 16),
      let boot = number(fields[5], radix: 16)
    else { return false }
    entries[index].completion = Completion(
      inputSum: inputSum, output: Fingerprint(bytes: bytes, modified: Int64(modified)),
      outputSum: outputSum, boot: boot)
    return true
  }

  private func number(_ digits: ArraySlice<UInt8>, radix: Int) -> UInt64? {
    UInt64(String(decoding: digits, as: UTF8.self), radix: radix)
  }

  private func int(_ digits: ArraySlice<UInt8>) -> Int? {
    Int(String(decoding: digits, as: UTF8.self))
  }

  private func unescaped(_ text: ArraySlice<UInt8>) -> FilePath? {
    var name: [CChar] = []
    var isEscape = false
    for byte in text {
      if isEscape {
        name.append(CChar(bitPattern: byte == UInt8(ascii: "n") ? UInt8(ascii: "\n") : byte))
        isEscape = false
      } else if byte == UInt8(ascii: "\\") {
        isEscape = true
      } else {
        guard byte != 0 else { return nil }
        name.append(CChar(bitPattern: byte))
      }
    }
    return isEscape ? nil : FilePath(platformString: name + [0])
  }
}
