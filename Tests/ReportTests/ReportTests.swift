import Figures
import Report
import TestSupport
import Testing

@Suite struct RunReportTests {
  /// A report with something of everything, some of it unknown, some absent.
  private func random(_ seed: UInt64) -> RunReport {
    var random = SeededRandom(seed: seed)
    var report = RunReport()
    for name in ["a", "b", "c", "d"] {
      if Bool.random(using: &random) {
        let known = Int.random(in: 0..<4, using: &random) > 0
        let value = UInt64.random(in: 0..<1_000_000, using: &random)
        report.sums[name] = .init(known ? value : nil)
        report.peaks[name] = .init(known ? value : nil)
      }
      if Bool.random(using: &random) {
        report.stages[name] = .init(
          wall: .random(in: 0..<1_000_000, using: &random),
          cpu: name == "d" ? nil : .random(in: 0..<1_000_000, using: &random))
        var histogram = Histogram()
        for _ in 0..<Int.random(in: 0..<50, using: &random) {
          histogram.record(.random(in: 0..<100_000_000, using: &random))
        }
        report.histograms[name] = histogram
      }
    }
    report.runs = [.unsigned(seed)]
    report.failures = [.string("failure \(seed)")]
    return report
  }

  /// What must not depend on the order; lists are in the order of merging.
  private func unordered(_ report: RunReport) -> RunReport {
    var report = report
    report.runs.sort { $0.line < $1.line }
    report.failures.sort { $0.line < $1.line }
    return report
  }

  @Test(arguments: UInt64(0)..<40)
  func mergingDoesNotDependOnOrder(seed: UInt64) {
    let (a, b, c) = (random(seed), random(seed + 1000), random(seed + 2000))
    #expect(a.merged(with: b).merged(with: c) == a.merged(with: b.merged(with: c)))
    #expect(unordered(a.merged(with: b)) == unordered(b.merged(with: a)))
    #expect(a.merged(with: RunReport()) == a)
    #expect(RunReport().merged(with: a) == a)
  }

  @Test(arguments: UInt64(0)..<40)
  func whatIsWrittenReadsBackTheSame(seed: UInt64) throws {
    var report = random(seed)
    report.runs = [["mode": "free"]]
    report.notes = ["a note"]
    #expect(try RunReport(json: try JSONValue(parsing: report.json.document)) == report)
  }

  @Test(arguments: [
    ("triptych.report/1", "other/1", "schema"), (#""a":7"#, #""a":-7"#, "sums.a"),
    (#""a":7"#, #""a":"7""#, "sums.a"), (#""wall_ns":5,"#, "", "stages.read"),
    (#"[[3,1]]"#, #"[[4,1]]"#, "histograms.t_ns"),
    (#"[[3,1]]"#, #"[[3,1],[3,1]]"#, "histograms.t_ns"),
    (#"[[3,1]]"#, #"[[999999999999,1]]"#, "histograms.t_ns"),
    (#""notes":[]"#, #""notes":[1]"#, "notes"),
    (#","failures":[]"#, "", "failures"),
  ])
  func damagedReportsAreRefused(sound: String, damaged: String, place: String) throws {
    var report = RunReport()
    report.sums = ["a": .measured(7)]
    report.stages = ["read": .init(wall: 5, cpu: nil)]
    var histogram = Histogram()
    histogram.record(3)
    report.histograms["t_ns"] = histogram
    let parts = report.json.line.split(separator: sound, maxSplits: 1)
    #expect(parts.count == 2, "\(sound) is not in the text")
    do throws(ReportError) {
      let value = try? JSONValue(parsing: parts.joined(separator: damaged))
      _ = try RunReport(json: value ?? .null)
      Issue.record("read in spite of \(damaged)")
    } catch {
      #expect(error.place == place)
    }
  }

  @Test func sumsAddPeaksCompeteAndTheUnknownSpreads() {
    var a = RunReport()
    a.sums = ["n": .measured(3), "lost": .unknown, "own": .measured(1)]
    a.peaks = ["m": .measured(7)]
    var b = RunReport()
    b.sums = ["n": .measured(4), "lost": .measured(5)]
    b.peaks = ["m": .measured(6)]
    let both = a.merged(with: b)
    #expect(both.sums == ["n": .measured(7), "lost": .unknown, "own": .measured(1)])
    #expect(both.peaks == ["m": .measured(7)])
  }

  @Test func sumsThatDoNotFitAreUnknownInsteadOfWrong() {
    var a = RunReport()
    a.sums = ["n": .measured(.max)]
    var b = RunReport()
    b.sums = ["n": .measured(1)]
    #expect(a.merged(with: b).sums == ["n": .unknown])
  }

  @Test func mergedHistogramsAreThoseOfAllValuesTogether() {
    var random = SeededRandom(seed: 7)
    var (a, b, all) = (Histogram(), Histogram(), Histogram())
    for index in 0..<1000 {
      let value = UInt64.random(in: 0..<1_000_000_000, using: &random)
      if index % 3 == 0 { a.record(value) } else { b.record(value) }
      all.record(value)
    }
    var (one, other) = (RunReport(), RunReport())
    one.histograms["t"] = a
    other.histograms["t"] = b
    #expect(one.merged(with: other).histograms["t"] == all)
  }

  @Test func theTextIsInAFixedOrder() {
    var report = RunReport()
    report.sums = ["b": .measured(2), "a": .unknown]
    report.stages = ["read": .init(wall: 5, cpu: 4)]
    var histogram = Histogram()
    histogram.record(3)
    histogram.record(3)
    histogram.record(20)
    report.histograms["t_ns"] = histogram
    #expect(
      report.json.line == """
        {"schema":"triptych.report/1","runs":[],"sums":{"a":null,"b":2},"peaks":{},\
        "stages":{"read":{"wall_ns":5,"cpu_ns":4}},\
        "histograms":{"t_ns":{"count":3,"total":26,"maximum":20,"buckets":[[3,2],[20,1]],\
        "derived":{"mean":8.666666666666666,"p50":3,"p90":20,"p99":20}}},\
        "failures":[],"notes":[]}
        """)
  }
}
