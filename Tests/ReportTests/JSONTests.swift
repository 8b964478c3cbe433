import Report
import Testing

@Suite struct JSONTests {
  @Test(
    arguments: [
      (JSONValue.null, "null"), (true, "true"), (false, "false"), (-5, "-5"),
      (.unsigned(.max), "18446744073709551615"), (.integer(.min), "-9223372036854775808"),
      (.number(0.1), "0.1"), (.number(3), "3.0"), (.number(1e300), "1e+300"),
      (.number(.nan), "null"), (.number(-.infinity), "null"),
      (JSONValue(Optional<UInt64>.none), "null"), (JSONValue(Optional<String>.none), "null"),
      (.array([]), "[]"), (.array([1, [2, "x"]]), "[1,[2,\"x\"]]"), (.object([:]), "{}"),
    ] as [(JSONValue, String)])
  func values(value: JSONValue, text: String) {
    #expect(value.line == text)
  }

  @Test(arguments: [
    ("plain", "plain"), ("q\"b\\", "q\\\"b\\\\"), ("a\nb\tc\rd", "a\\nb\\tc\\rd"),
    ("\u{0}\u{1F}\u{7F}\u{85}", "\\u0000\\u001f\\u007f\\u0085"), ("\r\n", "\\r\\n"),
    ("\u{2028}\u{2029}", "\\u2028\\u2029"), ("größer 🖼", "größer 🖼"), ("/", "/"),
  ])
  func strings(text: String, quoted: String) {
    #expect(JSONValue.string(text).line == "\"" + quoted + "\"")
  }

  @Test func membersKeepTheirOrderAndTheLastValueCounts() {
    var object: JSONObject = ["z": 1, "a": 2]
    object["z"] = 3
    object["n"] = nil
    #expect(JSONValue.object(object).line == #"{"z":3,"a":2}"#)
    object["z"] = nil
    #expect(JSONValue.object(object).line == #"{"a":2}"#)
  }

  @Test func documentsAreIndentedAndKeepRowsOfNumbersTogether() {
    let value: JSONValue = ["a": [1, 2], "b": ["x"], "c": [:], "d": [[1, 2]]]
    #expect(
      value.document == """
        {
          "a": [1,2],
          "b": [
            "x"
          ],
          "c": {},
          "d": [
            [1,2]
          ]
        }

        """)
  }
}
