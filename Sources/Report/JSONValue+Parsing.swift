/// Reading, as RFC 8259 has it and no more: no comments, no trailing commas, no bare words, nothing
/// after the value.
extension JSONValue {
  /// Arrays and objects inside each other, at most. Deeper texts are attacks or accidents, and
  /// would use up the stack.
  package static let deepest = 128

  /// Numbers without fraction and exponent that fit become integers, all others the nearest double.
  /// - Throws: also for what the grammar allows and nobody means: a name twice in one object, half
  ///   a surrogate pair, a number too large for a double.
  package init(parsing text: String) throws(JSONError) {
    try self.init(parsing: Array(text.utf8))
  }

  /// - Parameter bytes: UTF-8 without a byte order mark.
  package init(parsing bytes: [UInt8]) throws(JSONError) {
    var parser = JSONParser(bytes)
    self = try parser.document()
  }
}

/// A recursive descent over bytes.
struct JSONParser {
  private let bytes: [UInt8]
  private var place = 0
  private var depth = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func document() throws(JSONError) -> JSONValue {
    skipSpace()
    let result = try value()
    skipSpace()
    if place < bytes.count { throw fault("something follows the end of the value") }
    return result
  }

  private func fault(_ reason: String, at offset: Int? = nil) -> JSONError {
    JSONError(offset: offset ?? place, reason)
  }

  private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      place += 1
    }
  }

  private mutating func value() throws(JSONError) -> JSONValue {
    switch next {
    case UInt8(ascii: "{"): return .object(try object())
    case UInt8(ascii: "["): return .array(try array())
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"), (UInt8(ascii: "0")...UInt8(ascii: "9"))?: return try number()
    case nil: throw fault("the text ends where a value should be")
    default: throw fault("no value begins like this")
    }
  }

  private mutating func word(
    _ text: StaticString, _ value: JSONValue
  ) throws(JSONError) -> JSONValue {
    let letters = Array("\(text)".utf8)
    guard bytes[place...].starts(with: letters) else { throw fault("this word is not \(text)") }
    place += letters.count
    return value
  }
}

/// Arrays and objects.
extension JSONParser {
  private mutating func descend() throws(JSONError) {
    depth += 1
    if depth > JSONValue.deepest {
      throw fault("more than \(JSONValue.deepest) arrays and objects inside each other")
    }
    place += 1
    skipSpace()
  }

  private mutating func ascend() {
    depth -= 1
    place += 1
  }

  /// Goes past a comma; false at the closing bracket.
  private mutating func goesOn(until closing: Unicode.Scalar) throws(JSONError) -> Bool {
    skipSpace()
    switch next {
    case UInt8(ascii: closing): return false
    case UInt8(ascii: ","):
      place += 1
      skipSpace()
      return true
    case nil: throw fault("the text ends before its '\(closing)'")
    default: throw fault("neither ',' nor '\(closing)'")
    }
  }

  private mutating func array() throws(JSONError) -> [JSONValue] {
    var values: [JSONValue] = []
    try descend()
    if next != UInt8(ascii: "]") {
      repeat { values.append(try value()) } while try goesOn(until: "]")
    }
    ascend()
    return values
  }

  private mutating func object() throws(JSONError) -> JSONObject {
    var members: [JSONObject.Member] = []
    var names: Set<String> = []
    try descend()
    if next != UInt8(ascii: "}") {
      repeat {
        let start = place
        guard next == UInt8(ascii: "\"") else { throw fault("no name in quotes") }
        let name = try string()
        guard names.insert(name).inserted else { throw fault("this name again", at: start) }
        skipSpace()
        guard next == UInt8(ascii: ":") else { throw fault("no ':' after a name") }
        place += 1
        skipSpace()
        members.append(JSONObject.Member(name: name, value: try value()))
      } while try goesOn(until: "}")
    }
    ascend()
    return JSONObject(members)
  }
}

/// Numbers.
extension JSONParser {
  private mutating func number() throws(JSONError) -> JSONValue {
    let start = place
    var isWhole = true
    if next == UInt8(ascii: "-") { place += 1 }
    if next == UInt8(ascii: "0") {
      place += 1
      if isDigit { throw fault("a number with a leading zero", at: start) }
    } else {
      try digits("a number without digits")
    }
    if next == UInt8(ascii: ".") {
      isWhole = false
      place += 1
      try digits("no digit after the point")
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      isWhole = false
      place += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { place += 1 }
      try digits("no digit in the exponent")
    }
    let text = String(decoding: bytes[start..<place], as: UTF8.self)
    if isWhole, text != "-0" {
      if let value = Int64(text) { return .integer(value) }
      if let value = UInt64(text) { return .unsigned(value) }
    }
    guard let value = Double(text), value.isFinite else {
      throw fault("a number too large", at: start)
    }
    return .number(value)
  }

  private var isDigit: Bool {
    next.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? false
  }

  private mutating func digits(_ reason: String) throws(JSONError) {
    guard isDigit else { throw fault(reason) }
    while isDigit { place += 1 }
  }
}

/// Strings.
extension JSONParser {
  private mutating func string() throws(JSONError) -> String {
    let start = place
    place += 1
    var text: [UInt8] = []
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        place += 1
        // Escapes append valid UTF-8, so what is wrong came as it is.
        guard let result = String(validating: text, as: UTF8.self) else {
          throw fault("a string that is not UTF-8", at: start)
        }
        return result
      case UInt8(ascii: "\\"): try escape(into: &text)
      case 0..<0x20: throw fault("a control character inside a string")
      default:
        text.append(byte)
        place += 1
      }
    }
    throw fault("the text ends inside the string", at: start)
  }

  private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
    let start = place
    place += 1
    guard let letter = next else { throw fault("the text ends inside an escape", at: start) }
    place += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      let scalar = try scalar(from: start)
      text.append(contentsOf: Array(String(scalar).utf8))
    default: throw fault("an escape that does not exist", at: start)
    }
  }

  /// The scalar of `\uXXXX`, or of two of them that are a surrogate pair.
  private mutating func scalar(from start: Int) throws(JSONError) -> Unicode.Scalar {
    let first = try unit()
    if let scalar = Unicode.Scalar(UInt32(first)) { return scalar }
    guard first < 0xDC00, bytes[place...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")])
    else { throw fault("half a surrogate pair", at: start) }
    place += 2
    let second = try unit()
    guard (0xDC00..<0xE000).contains(second),
      let scalar = Unicode.Scalar(
        0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00))
    else { throw fault("half a surrogate pair", at: start) }
    return scalar
  }

  private mutating func unit() throws(JSONError) -> UInt16 {
    let digits = bytes[place...].prefix(4)
    // Checked one by one, since the number parser would take a sign.
    let isHex =
      digits.count == 4 && digits.allSatisfy { Unicode.Scalar($0).properties.isASCIIHexDigit }
    guard isHex, let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16) else {
      throw fault("an escape without its four hexadecimal digits")
    }
    place += 4
    return unit
  }
}
