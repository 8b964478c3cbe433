/// A JSON value. Objects keep the order in which their members were put in, so that the same facts
/// always make the same text.
package enum JSONValue: Sendable, Hashable {
  /// Also: was not measured.
  case null
  case bool(Bool)
  case integer(Int64)
  case unsigned(UInt64)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)
}

/// Members in order. A name put in twice replaces the earlier value.
package struct JSONObject: Sendable, Hashable {
  package struct Member: Sendable, Hashable {
    package var name: String
    package var value: JSONValue
  }

  package private(set) var members: [Member] = []

  package init() {}

  /// - Precondition: no name is there twice.
  init(_ members: [Member]) { self.members = members }

  package subscript(name: String) -> JSONValue? {
    get { members.first { $0.name == name }?.value }
    set {
      let place = members.firstIndex { $0.name == name }
      switch (place, newValue) {
      case (let place?, let value?): members[place].value = value
      case (let place?, nil): members.remove(at: place)
      case (nil, let value?): members.append(Member(name: name, value: value))
      case (nil, nil): break
      }
    }
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    for (name, value) in elements { self[name] = value }
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral,
  ExpressibleByNilLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(integerLiteral value: Int64) { self = .integer(value) }
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  package init(nilLiteral: ()) { self = .null }
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    var object = JSONObject()
    for (name, value) in elements { object[name] = value }
    self = .object(object)
  }

  package init(_ value: Int) { self = .integer(Int64(value)) }
  package init(_ value: Bool) { self = .bool(value) }
  package init(_ value: String) { self = .string(value) }
  /// Null where it was not measured.
  package init(_ value: UInt64?) { self = value.map { .unsigned($0) } ?? .null }
  package init(_ value: Double?) { self = value.map { .number($0) } ?? .null }
  package init(_ value: String?) { self = value.map { .string($0) } ?? .null }
}

/// Looking into a value that was read; nil where it is of another kind.
extension JSONValue {
  package subscript(name: String) -> JSONValue? { asObject?[name] }

  package var asObject: JSONObject? { if case .object(let object) = self { object } else { nil } }
  package var asArray: [JSONValue]? { if case .array(let values) = self { values } else { nil } }
  package var asString: String? { if case .string(let text) = self { text } else { nil } }
  package var asBool: Bool? { if case .bool(let value) = self { value } else { nil } }
  package var isNull: Bool { self == .null }

  /// A whole number that is not negative, however it is stored.
  package var asCount: UInt64? {
    switch self {
    case .unsigned(let value): value
    case .integer(let value): UInt64(exactly: value)
    case .number(let value): UInt64(exactly: value)
    default: nil
    }
  }

  package var asInt: Int? {
    switch self {
    case .unsigned(let value): Int(exactly: value)
    case .integer(let value): Int(value)
    case .number(let value): Int(exactly: value)
    default: nil
    }
  }

  /// The nearest double to any number.
  package var asNumber: Double? {
    switch self {
    case .unsigned(let value): Double(value)
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }
}
