/// Writing, as RFC 8259 has it.
extension JSONValue {
  /// The value on one line.
  package var line: String {
    var text = ""
    write(to: &text, indent: nil)
    return text
  }

  /// The value over several lines, two spaces a level, with a line end after it. Arrays of plain
  /// numbers stay on one line.
  package var document: String {
    var text = ""
    write(to: &text, indent: 0)
    return text + "\n"
  }

  private func write(to text: inout String, indent: Int?) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .unsigned(let value): text += String(value)
    case .number(let value): text += JSONValue.text(value)
    case .string(let value): JSONValue.quote(value, to: &text)
    case .array(let values):
      let indent = values.allSatisfy(\.isPlain) ? nil : indent
      JSONValue.enclose("[", "]", values, to: &text, indent) { value, text, inner in
        value.write(to: &text, indent: inner)
      }
    case .object(let object):
      JSONValue.enclose("{", "}", object.members, to: &text, indent) { member, text, inner in
        JSONValue.quote(member.name, to: &text)
        text += inner == nil ? ":" : ": "
        member.value.write(to: &text, indent: inner)
      }
    }
  }

  private var isPlain: Bool {
    switch self {
    case .array, .object, .string: false
    case .null, .bool, .integer, .unsigned, .number: true
    }
  }

  private static func enclose<Item>(
    _ open: String, _ close: String, _ items: [Item], to text: inout String, _ indent: Int?,
    _ write: (Item, inout String, Int?) -> Void
  ) {
    text += open
    for (index, item) in items.enumerated() {
      if index > 0 { text += "," }
      if let indent { text += "\n" + String(repeating: " ", count: indent + 2) }
      write(item, &text, indent.map { $0 + 2 })
    }
    if let indent, !items.isEmpty { text += "\n" + String(repeating: " ", count: indent) }
    text += close
  }

  /// The shortest decimal that reads back as the same number; null for what JSON cannot say.
  private static func text(_ value: Double) -> String {
    guard value.isFinite else { return "null" }
    return "\(value)"
  }

  private static func quote(_ value: String, to text: inout String) {
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{0}"..<"\u{20}", "\u{7F}"..<"\u{A0}", "\u{2028}", "\u{2029}":
        // Line separators are legal, and break scripts that take them for line ends.
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
