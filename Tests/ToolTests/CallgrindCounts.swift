import Testing

/// Reads what callgrind writes.
enum CallgrindCounts {
  /// Sums what functions of an object took themselves.
  ///
  /// `ob=` names the object of the lines that follow, by a number and, the first time, its path. A
  /// line after `calls=` says what a callee took and is none of the caller's own.
  static func own(_ lines: [String], program: String) -> Int {
    var names: [Substring: Bool] = [:]
    var isOwn = false
    var isCallee = false
    var sum = 0
    for line in lines {
      if line.hasPrefix("ob=") {
        let parts = line.dropFirst(3).split(separator: " ", maxSplits: 1)
        if parts.count == 2 { names[parts[0]] = parts[1].hasSuffix("/" + program) }
        isOwn = names[parts[0]] ?? false
      } else if line.hasPrefix("calls=") {
        isCallee = true
      } else if let first = line.utf8.first,
        (48...57).contains(first) || first == 43 || first == 45
          || first == 42
      {
        if isOwn, !isCallee, let cost = line.split(separator: " ").dropFirst().first {
          sum += Int(cost) ?? 0
        }
        isCallee = false
      } else if line.hasPrefix("cob=") {
        // A callee's object is named for the first time here, too.
        let parts = line.dropFirst(4).split(separator: " ", maxSplits: 1)
        if parts.count == 2 { names[parts[0]] = parts[1].hasSuffix("/" + program) }
      }
    }
    return sum
  }
}

@Suite("Reading callgrind's counts")
struct CallgrindCountsTests {
  @Test func onlyOwnCodeCounts() {
    let lines = """
      events: Ir
      ob=(1) /usr/lib/libother.so
      fn=(1) other
      0 500
      cob=(2) /some/where/filterbench
      cfn=(2) ours
      calls=3 0
      0 999
      ob=(2)
      fn=(2) ours
      0 20
      +1 3
      cob=(1)
      cfn=(1)
      calls=1 0
      * 500
      * 4
      totals: 527
      """.split(separator: "\n").map(String.init)
    #expect(CallgrindCounts.own(lines, program: "filterbench") == 27)
  }
}
