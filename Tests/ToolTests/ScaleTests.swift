import SystemPackage
import TestSupport
import Testing

/// Many small files: what memory they take, and how soon the first is begun.
@Suite(.serialized) struct ScaleTests {
  static let modes = SurvivalStreamTests.modes.filter { $0 != ["--mode", "inline"] }
  static let count = Soak.isOn ? 20_000 : 2_000
  static let budget = 64 << 20
  /// Bytes a process takes besides what the budget rules: code, libraries, stacks, allocator, and
  /// for each planned file its names and its outcome. The workers' shares of pages that all have in
  /// common are counted in each of them.
  static let constant: UInt64 = 64 << 20
  static let perFile: UInt64 = 2 << 10

  /// A folder of so many tiny pictures.
  private func folder(_ count: Int) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let tiny = try Files.read(Places.fixtures.appending("png/one-pixel.png"))
    for index in 0..<count { try Files.write(tiny, to: folder.appending("\(index).png")) }
    return folder
  }

  private func peak(_ input: TemporaryFolder, _ count: Int, _ mode: [String]) throws -> UInt64 {
    let place = try TemporaryFolder()
    let report = place.appending("report.json")
    let process = try Process(
      Places.triptych,
      ["process", input.path.string, "-o", place.appending("out").string, "--quiet"]
        + ["--report", report.string, "--workers", "2", "--memory-budget", "\(Self.budget)"] + mode)
    try #require(try process.ends(within: 300), "hangs")
    let result = try process.wait()
    #expect(result.ending == .exit(0), "\(result.errors)")
    let record = try ReportRecord(try Files.read(report))
    #expect(record.sum("files_done") == UInt64(count))
    return try #require(record.peaks["peak_resident_bytes"] ?? nil)
  }

  @Test(
    .enabled(
      if: Places.sanitizer == nil,
      "a sanitizer keeps what was freed, so that peaks say nothing"),
    arguments: modes)
  func memoryDoesNotGrowWithTheNumberOfFiles(mode: [String]) throws {
    let few = Self.count / 4
    let small = try peak(try folder(few), few, mode)
    let large = try peak(try folder(Self.count), Self.count, mode)
    Soak.say("\(mode): \(few) files \(small >> 10) KiB, \(Self.count) files \(large >> 10) KiB")
    #expect(large <= UInt64(Self.budget) + Self.constant)
    let growth = large > small ? large - small : 0
    #expect(growth <= UInt64(Self.count - few) * Self.perFile * 3 + (4 << 20))
  }

  /// Figures only: a machine that is busy is slow.
  @Test(.enabled(if: Soak.isOn, "\(Soak.absence)"), arguments: modes)
  func firstJobBeginsSoon(mode: [String]) throws {
    var delays: [UInt64] = []
    for _ in 0..<21 {
      let folder = try TemporaryFolder()
      let start = now()
      let result = try Process.run(
        Places.triptych,
        ["process", Places.fixtures.appending("png").string, "-o", folder.path.string]
          + ["--json", "--quiet", "--workers", "2"] + mode)
      let first = try JobRecord.all(in: result.output).compactMap(\.started).min()
      delays.append(try #require(first) / 1000 - start)
    }
    Soak.say("\(mode): first job begun after \(delays.sorted()[10]) µs (median of 21)")
  }
}
