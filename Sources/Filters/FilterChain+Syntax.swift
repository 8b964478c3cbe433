/// The text of a chain cut into its parts, before anybody asks what they mean.
///
///     chain    = element { "," element }
///     element  = name [ "=" argument { ":" argument } ]
///     argument = [ name "=" ] value
///     value    = text | "'" text "'" | "(" text ")"
///
/// Separators inside quotes or parentheses are part of the value, so that a value may itself be a
/// chain. White space around parts is ignored. Offsets are UTF-8 offsets into the whole text; all
/// separators are ASCII, so cutting at them never cuts a character.
struct ChainSyntax {
  struct Part {
    var text: String
    var range: Range<Int>
  }

  struct Argument {
    var key: Part?
    var value: Part
  }

  struct Element {
    var name: Part
    var arguments: [Argument]
  }

  private let chain: String
  private let bytes: [UInt8]

  /// - Throws: a chain error that points at what does not fit the grammar.
  static func elements(of chain: String) throws(ChainError) -> [Element] {
    let syntax = ChainSyntax(chain: chain, bytes: Array(chain.utf8))
    let whole = syntax.trimmed(0..<syntax.bytes.count)
    if whole.isEmpty { return [] }
    var elements: [Element] = []
    for range in try syntax.split(0..<syntax.bytes.count, at: UInt8(ascii: ",")) {
      elements.append(try syntax.element(range))
    }
    return elements
  }

  private func element(_ range: Range<Int>) throws(ChainError) -> Element {
    let range = trimmed(range)
    guard !range.isEmpty else {
      throw wrong(range, "a filter's name is missing; remove the comma or name a filter")
    }
    let (nameRange, rest) = try cut(range, at: UInt8(ascii: "="))
    let name = part(trimmed(nameRange))
    guard !name.range.isEmpty else { throw wrong(range, "a filter's name is missing before '='") }
    guard let rest else { return Element(name: name, arguments: []) }
    var arguments: [Argument] = []
    for argument in try split(rest, at: UInt8(ascii: ":")) {
      arguments.append(try self.argument(argument, of: name.text))
    }
    return Element(name: name, arguments: arguments)
  }

  private func argument(
    _ range: Range<Int>, of filter: String
  ) throws(ChainError) -> Argument {
    let range = trimmed(range)
    guard !range.isEmpty else { throw wrong(range, "\(filter): a value is missing") }
    let (first, rest) = try cut(range, at: UInt8(ascii: "="))
    guard let rest else { return Argument(key: nil, value: try value(range, of: filter)) }
    let key = part(trimmed(first))
    guard !key.range.isEmpty else {
      throw wrong(range, "\(filter): a parameter's name is missing before '='")
    }
    return Argument(key: key, value: try value(rest, of: filter))
  }

  /// A value without its quotes or its parentheses.
  private func value(_ range: Range<Int>, of filter: String) throws(ChainError) -> Part {
    let range = trimmed(range)
    guard let first = range.first.map({ bytes[$0] }) else {
      throw wrong(range, "\(filter): a value is missing after '='")
    }
    guard first == UInt8(ascii: "'") || first == UInt8(ascii: "(") else { return part(range) }
    var protection = Protection()
    for index in range {
      protection.pass(bytes[index])
      guard !protection.isOn else { continue }
      guard index == range.upperBound - 1 else {
        throw wrong(
          index + 1..<range.upperBound, "\(filter): nothing may follow a quoted or bracketed value")
      }
      return part(range.lowerBound + 1..<index)
    }
    throw unclosed(range)
  }

  /// Cuts at every separator that is not protected.
  private func split(
    _ range: Range<Int>, at separator: UInt8
  ) throws(ChainError) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var rest = range
    while true {
      let (first, after) = try cut(rest, at: separator)
      parts.append(first)
      guard let after else { return parts }
      rest = after
    }
  }

  /// What stands before the first separator that is not protected, and what stands after it.
  private func cut(
    _ range: Range<Int>, at separator: UInt8
  ) throws(ChainError) -> (Range<Int>, Range<Int>?) {
    var protection = Protection()
    var opened = range.lowerBound
    for index in range {
      if !protection.isOn {
        if bytes[index] == separator {
          return (range.lowerBound..<index, index + 1..<range.upperBound)
        }
        opened = index
      }
      protection.pass(bytes[index])
      if protection.isBroken {
        throw wrong(index..<index + 1, "')' without '(' before it")
      }
    }
    if protection.isOn { throw unclosed(opened..<range.upperBound) }
    return (range, nil)
  }

  private func unclosed(_ range: Range<Int>) -> ChainError {
    let mark = bytes[range.lowerBound] == UInt8(ascii: "(") ? "')'" : "the closing quote"
    return wrong(range, "\(mark) is missing")
  }

  private func wrong(_ range: Range<Int>, _ message: String) -> ChainError {
    ChainError(chain: chain, range: range, message: message)
  }

  private func part(_ range: Range<Int>) -> Part {
    Part(text: String(decoding: bytes[range], as: UTF8.self), range: range)
  }

  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, isSpace(bytes[start]) { start += 1 }
    while start < end, isSpace(bytes[end - 1]) { end -= 1 }
    return start..<end
  }

  private func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || (9...13).contains(byte)
  }
}

/// Whether the text read so far leaves us inside quotes or parentheses.
private struct Protection {
  private var depth = 0
  private var quoted = false

  var isOn: Bool { depth > 0 || quoted }
  /// A parenthesis was closed that nobody opened.
  private(set) var isBroken = false

  mutating func pass(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "'"): quoted.toggle()
    case UInt8(ascii: "(") where !quoted: depth += 1
    case UInt8(ascii: ")") where !quoted:
      if depth == 0 { isBroken = true } else { depth -= 1 }
    default: break
    }
  }
}
