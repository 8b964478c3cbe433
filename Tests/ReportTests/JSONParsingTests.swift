import Report
import TestSupport
import Testing

@Suite struct JSONParsingTests {
  @Test(
    arguments: [
      ("null", .null), (" true ", true), ("\tfalse\r\n", false), ("0", 0), ("-0", .number(-0.0)),
      ("-12", -12), ("9223372036854775807", .integer(.max)),
      ("9223372036854775808", .unsigned(9_223_372_036_854_775_808)),
      ("18446744073709551615", .unsigned(.max)),
      ("18446744073709551616", .number(18_446_744_073_709_551_616)), ("1.5", .number(1.5)),
      ("-1E+2", .number(-100)), ("1e-400", .number(0)), ("[]", .array([])), ("{ }", .object([:])),
      ("[1 , [2],{}]", [1, [2], [:]]), (#"{"b":1,"a":{"":null}}"#, ["b": 1, "a": ["": nil]]),
      (#""\"\\\/\b\f\n\r\t""#, .string("\"\\/\u{8}\u{C}\n\r\t")),
      (#""\u0041\u00e9\uD83D\uDE00ü""#, .string("Aé😀ü")),
    ] as [(String, JSONValue)])
  func valuesAreRead(text: String, value: JSONValue) throws {
    #expect(try JSONValue(parsing: text) == value)
  }

  /// Each with the offset of the byte that is wrong.
  @Test(
    arguments: [
      ("", 0), ("  ", 2), ("nul", 0), ("nulll", 4), ("True", 0), ("01", 0), ("-", 1), ("+1", 0),
      (".5", 0), ("1.", 2), ("1.e3", 2), ("1e", 2), ("1e+", 3), ("0x10", 1), ("1e999", 0),
      ("NaN", 0), ("-Infinity", 1), ("[", 1), ("[1", 2), ("[1,]", 3), ("[,1]", 1), ("[1 2]", 3),
      ("[1}", 2), ("{", 1), ("{1:2}", 1), (#"{"a"}"#, 4), (#"{"a":}"#, 5), (#"{"a":1,}"#, 7),
      (#"{"a":1,"a":2}"#, 7), (#"{"a" 1}"#, 5), ("\"abc", 0), ("\"a\nb\"", 2), (#""\x""#, 1),
      (#""\"#, 1), (#""\u12""#, 3), (#""\u+123""#, 3), (#""\ud800""#, 1), (#""\ud800\n""#, 1),
      (#""\ud800\u0041""#, 1), (#""\udc00""#, 1), ("1 2", 2), ("// no\n1", 0), ("'a'", 0),
      ("\u{FEFF}1", 0), ("[1]]", 3), ("\u{0}", 0),
    ] as [(String, Int)])
  func whatIsNotJSONIsRefusedAtItsPlace(text: String, offset: Int) {
    do throws(JSONError) {
      let value = try JSONValue(parsing: text)
      Issue.record("\(text) was read as \(value)")
    } catch {
      #expect(error.offset == offset, "\(text): \(error)")
    }
  }

  @Test(arguments: [
    [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
  ])
  func stringsAreUTF8(bytes: [UInt8]) {
    #expect(throws: JSONError(offset: 0, "a string that is not UTF-8")) {
      try JSONValue(parsing: bytes)
    }
  }

  @Test func depthIsLimited() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    _ = try JSONValue(parsing: nested(JSONValue.deepest))
    #expect(throws: JSONError.self) { try JSONValue(parsing: nested(JSONValue.deepest + 1)) }
    #expect(throws: JSONError.self) {
      try JSONValue(parsing: String(repeating: "{\"a\":", count: 100_000))
    }
    // Many beside each other are not deep.
    let flat = "[" + Array(repeating: "[]", count: 1000).joined(separator: ",") + "]"
    #expect(try JSONValue(parsing: flat).asArray?.count == 1000)
  }

  @Test(arguments: UInt64(0)..<200)
  func whatIsWrittenReadsBackTheSame(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let value = JSONValue.random(&random, depth: 5)
    #expect(try JSONValue(parsing: value.line) == value)
    #expect(try JSONValue(parsing: value.document) == value)
  }

  /// Nothing that damage does makes the reader stop or go past the end, and what it accepts it
  /// would write again.
  @Test(arguments: UInt64(0)..<200)
  func damagedTextsAreReadOrRefused(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    var bytes = Array(JSONValue.random(&random, depth: 4).line.utf8)
    for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
      let place = Int.random(in: bytes.indices, using: &random)
      switch Int.random(in: 0..<3, using: &random) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes.remove(at: place)
      default: bytes.removeSubrange(place...)
      }
    }
    do throws(JSONError) {
      let value = try JSONValue(parsing: bytes)
      #expect(try JSONValue(parsing: value.line) == value)
    } catch {
      #expect((0...bytes.count).contains(error.offset))
    }
  }

  @Test func valuesAreLookedInto() throws {
    let value = try JSONValue(parsing: #"{"n":3,"x":2.5,"s":"t","l":[true],"z":null,"m":-1}"#)
    #expect(value["n"]?.asCount == 3)
    #expect(value["n"]?.asInt == 3)
    #expect(value["n"]?.asNumber == 3)
    #expect(value["m"]?.asCount == nil)
    #expect(value["x"]?.asCount == nil)
    #expect(value["x"]?.asNumber == 2.5)
    #expect(value["s"]?.asString == "t")
    #expect(value["l"]?.asArray?.first?.asBool == true)
    #expect(value["z"]?.isNull == true)
    #expect(value["absent"] == nil)
    #expect(value["s"]?["n"] == nil)
  }
}

extension JSONValue {
  /// Any value that can be told apart after reading: whole numbers that fit a signed one are those.
  static func random(_ random: inout SeededRandom, depth: Int) -> JSONValue {
    switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &random) {
    case 0: return .null
    case 1: return .bool(.random(using: &random))
    case 2: return .integer(.random(in: .min ... .max, using: &random))
    case 3: return .unsigned(.random(in: (1 << 63) ... .max, using: &random))
    case 4:
      let value = Double(bitPattern: .random(in: .min ... .max, using: &random))
      return .number(value.isFinite ? value : 0.5)
    case 5: return .string(text(&random))
    case 6:
      return .array(
        (0..<Int.random(in: 0..<5, using: &random)).map { _ in
          JSONValue.random(&random, depth: depth - 1)
        })
    default:
      var object = JSONObject()
      for _ in 0..<Int.random(in: 0..<5, using: &random) {
        object[text(&random)] = JSONValue.random(&random, depth: depth - 1)
      }
      return .object(object)
    }
  }

  private static func text(_ random: inout SeededRandom) -> String {
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0..<8, using: &random) {
      let limit: UInt32 = Bool.random(using: &random) ? 0x80 : 0x11_0000
      if let scalar = Unicode.Scalar(UInt32.random(in: 0..<limit, using: &random)) {
        text.append(scalar)
      }
    }
    return String(text)
  }
}
