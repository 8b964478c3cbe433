import Codecs
import Execution
import Memory
import Pipeline
import Pixels
import Report
import SystemPackage
import TestSupport
import Testing
import Tool

/// Counting pixels in one table, in every mode, driven as from a shell.
@Suite(.enabled(if: Places.exists(Places.triptych), "triptych was not built beside the tests"))
struct TallyTests {
  let folder: TemporaryFolder
  /// 16-bit, grey and colour pictures with and without alpha, and some large enough for the lock to
  /// change hands in the middle of them.
  private let input: FilePath

  init() throws {
    folder = try TemporaryFolder()
    input = folder.appending("in")
    try Files.createFolder(input)
    for name in ["gradients-rgb8", "zoneplate-gray16", "gradients-rgba16", "texture-grayalpha8"] {
      let source = Places.fixtures.appending("png/\(name).png")
      try Files.write(try Files.read(source), to: input.appending("\(name).png"))
    }
    for number in 0..<4 {
      let picture = PracticePicture(width: 400, height: 300, number: number)
      try Files.write(try picture.encoded().array, to: input.appending("\(number).jpg"))
    }
  }

  /// The tally in the report of a run, and the histogram of the pictures that it wrote.
  private func run(
    _ options: [String]
  ) throws -> (counted: UInt64, expected: UInt64, lost: UInt64?, levels: [UInt64], pixels: [UInt64])
  {
    let place = try TemporaryFolder()
    let output = place.appending("out")
    let report = place.appending("report.json")
    let result = try Process.run(
      Places.triptych,
      [
        "process", input.string, "-o", output.string, "--report", report.string, "--quiet",
        "--format", "png", "--png-level", "1", "-f", "gaussian=sigma=1",
      ] + options)
    #expect(result.ending == .exit(0), "\(result.errors)")
    let tally = try #require(
      try RunReport(json: JSONValue(parsing: try Files.read(report))).runs.first?["tally"])
    func number(_ name: String) throws -> UInt64 { try #require(tally[name]?.asCount) }
    let levels = try #require(tally["levels"]?.asArray).compactMap(\.asCount)
    return (
      try number("counted"), try number("expected"), tally["lost"]?.asCount, levels,
      try histogram(of: output)
    )
  }

  /// Counted anew, from the files: luma of Rec. 709 in 16-bit weights.
  private func histogram(of folder: FilePath) throws -> [UInt64] {
    var levels = [UInt64](repeating: 0, count: 256)
    for name in try Files.tree(folder) {
      let block = try #require(ByteBlock(try Files.read(folder.appending(name))))
      let decoder = try openDecoder(block, DecodeOptions(), .never)
      let shape = decoder.shape
      let row = try PixelBuffer(ImageShape(width: shape.width, height: 1, format: shape.format))
      let isWide = shape.format.depth == .sixteen
      for _ in 0..<shape.height {
        try decoder.read(into: row[row: 0])
        let samples: [Int] =
          isWide
          ? row.withRow(0, as: UInt16.self) { span in span.indices.map { Int(span[$0]) } }
          : row.withRow(0, as: UInt8.self) { span in span.indices.map { Int(span[$0]) } }
        for pixel in stride(from: 0, to: samples.count, by: shape.channels) {
          let luma =
            shape.format.model.isGray
            ? samples[pixel]
            : (13_933 * samples[pixel] + 46_871 * samples[pixel + 1] + 4_732 * samples[pixel + 2]
              + 32_768) >> 16
          levels[isWide ? luma >> 8 : luma] += 1
        }
      }
    }
    return levels
  }

  /// Ways that must lose nothing.
  static let exact: [[String]] = [
    ["--mode", "inline", "--tally", "racy"],
    ["--mode", "locked", "--workers", "4", "--tally", "racy", "--switch-interval", "100us"],
    ["--mode", "locked", "--workers", "4", "--tally", "racy", "--no-checkpoints"],
    ["--mode", "locked", "--workers", "3", "--tally", "shared", "--lock-scope", "none"],
    ["--mode", "free", "--workers", "4", "--tally", "atomic"],
    ["--mode", "free", "--workers", "4", "--tally", "merged"],
    ["--mode", "free", "--workers", "4", "--tally", "shared"],
    ["--mode", "free", "--workers", "1", "--tally", "racy"],
    ["--mode", "forked", "--workers", "3", "--tally", "merged"],
    ["--mode", "forked", "--workers", "3", "--tally", "merged", "--handoff", "pipe"],
    ["--mode", "forked", "--workers", "3", "--tally", "shared"],
  ]

  @Test(arguments: exact) func everyPixelOfEveryOutputIsCounted(options: [String]) throws {
    let tally = try run(options)
    #expect(tally.levels == tally.pixels)
    #expect(tally.counted == tally.expected)
    #expect(tally.lost == 0)
    #expect(tally.expected == tally.pixels.reduce(0, +))
  }

  @Test(arguments: ["racy", "atomic"]) func processesCountForThemselves(kept: String) throws {
    let tally = try run(["--mode", "forked", "--workers", "2", "--tally", kept])
    #expect(tally.counted == 0)
    #expect(tally.lost == nil, "what is not shared is not lost")
    #expect(tally.expected == tally.pixels.reduce(0, +))
    #expect(tally.levels == [UInt64](repeating: 0, count: 256))
  }

  /// Whether any are lost is luck; that none are made up is not.
  @Test func freeThreadsNeverCountTooMuch() throws {
    let tally = try run(["--mode", "free", "--workers", "4", "--tally", "racy"])
    #expect(tally.expected == tally.pixels.reduce(0, +))
    #expect(tally.counted + (try #require(tally.lost)) == tally.expected)
  }

  @Test func nothingIsSaidOfATallyThatNobodyAskedFor() throws {
    let report = MadeUpBatch.result(.free).report
    #expect(report.runs[0]["tally"] == nil)
    #expect(MadeUpBatch.result(.free).pixelCount == nil)
  }

  @Test func jobsAreAddedUp() {
    var sum = JobTally()
    sum.add(JobTally(added: 3))
    sum.add(JobTally(added: 2, counts: [1, 1]))
    sum.add(JobTally(added: 4, counts: [4, 0]))
    #expect(sum == JobTally(added: 9, counts: [5, 1]))
    let count = PixelCount(kept: .racy, levels: [5, 1], expected: 9)
    #expect(count.counted == 6 && count.lost == 3)
    #expect(count.text == "racy, 6 pixels counted of 9 (3 lost)")
    let apart = PixelCount(kept: .racy, levels: [0], expected: 9, isShared: false)
    #expect(apart.lost == nil && apart.json["lost"]?.isNull == true)
    #expect(apart.text.contains("not shared") && !apart.text.contains("lost"))
    // A worker that died had added some.
    #expect(PixelCount(kept: .shared, levels: [10], expected: 9).lost == 0)
  }
}
