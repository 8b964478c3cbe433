import Pixels
import Scenes
import SystemPackage
import TestSupport
import Testing

/// What one image may take, in every mode: the others go on.
@Suite struct LimitTests {
  let folder: TemporaryFolder
  static let modes = SurvivalStreamTests.modes

  init() throws {
    folder = try TemporaryFolder()
    try Files.createFolder(folder.appending("in"))
  }

  private func run(_ options: [String]) throws -> (Process.Result, [String: JobRecord]) {
    let process = try Process(
      Places.triptych,
      ["process", folder.appending("in").string, "-o", folder.appending("out").string, "--json"]
        + ["--workers", "2"] + options)
    try #require(try process.ends(within: 60), "hangs")
    let result = try process.wait()
    let jobs = try JobRecord.all(in: result.output)
    return (result, Dictionary(jobs.map { (lastName($0.input), $0) }) { first, _ in first })
  }

  private func put(_ fixture: String, as name: String) throws {
    let bytes = try Files.read(Places.fixtures.pushing(FilePath(fixture)))
    try Files.write(bytes, to: folder.appending("in").appending(name))
  }

  /// The filters take many seconds of the large picture, and next to nothing of the small ones.
  private static let slow = ["-f", "resize=3000%,nlmeans"]

  @Test(arguments: modes, ["auto", "blocking"])
  func aSlowPictureIsGivenUp(mode: [String], engine: String) throws {
    try put("png/gradients-rgb8.png", as: "large.png")
    let small = ["a.png", "b.png", "c.png"]
    for name in small { try put("png/one-pixel.png", as: name) }
    let limit = Places.sanitizer == "thread" ? "8" : "0.5"
    let (result, jobs) = try run(mode + ["--io", engine, "--max-seconds", limit] + Self.slow)
    #expect(result.ending == .exit(1), "\(result.errors)")
    let failure = try #require(jobs["large.png"]?.failure)
    #expect(failure.kind == "picture")
    let reason = "more CPU time than --max-seconds \(limit) allows"
    #expect(failure.reason.contains(reason), "\(failure)")
    for name in small { #expect(jobs[name]?.status == "done") }
    #expect(try Files.tree(folder.appending("out")) == small)
  }

  /// Time spent on one picture is not held against the next.
  @Test func eachPictureHasItsOwnTime() throws {
    let names = (0..<40).map { "\($0).png" }
    for name in names { try put("png/gradients-rgb8.png", as: name) }
    let (result, _) = try run(
      [
        "--mode", "free", "--workers", "1", "--max-seconds", "2", "-f",
        "resize=200%,median=radius=9",
      ])
    #expect(result.ending == .exit(0), "\(result.errors)")
  }

  @Test(arguments: modes)
  func aFileOfTooManyBytesIsRefused(mode: [String]) throws {
    try put("png/gradients-rgb8.png", as: "large.png")
    try put("png/one-pixel.png", as: "small.png")
    let (result, jobs) = try run(mode + ["--max-bytes", "1K"])
    #expect(result.ending == .exit(1), "\(result.errors)")
    #expect(jobs["large.png"]?.failure?.reason.contains("--max-bytes") == true)
    #expect(jobs["small.png"]?.status == "done")
  }

  @Test func anOverlayOfTooManyBytesIsRefused() throws {
    try put("png/one-pixel.png", as: "small.png")
    let overlay = Places.fixtures.pushing("png/gradients-rgb8.png").string
    let (result, _) = try run(["-f", "overlay=\(overlay)", "--max-bytes", "1K"])
    #expect(result.ending == .exit(2))
    #expect(result.errors.contains("which --max-bytes sets"), "\(result.errors)")
    #expect(try run(["-f", "overlay=\(overlay)", "--max-bytes", "1M"]).0.ending == .exit(0))
  }

  /// Twenty kilobytes that hold 16 MB of text: nothing is unfolded before there is room for it.
  @Test(
    .enabled(
      if: Places.sanitizer == nil, "sanitizers take memory of their own"),
    arguments: modes)
  func textsKeepToTheMemoryBudget(mode: [String]) throws {
    let text = PNGWriter.Chunk.text([UInt8](repeating: 97, count: 7_900_000))
    var writer = PNGWriter()
    writer.chunks = [text, text]
    let shape = ImageShape(width: 5, height: 3, format: .gray8)
    let bytes = writer.file(Raster(try PixelBuffer(shape)))
    for index in 0..<60 {
      try Files.write(bytes, to: folder.appending("in").appending("\(index).png"))
    }
    let report = folder.appending("r.json")
    let (result, _) = try run(
      mode + ["--workers", "16", "--memory-budget", "32M", "--strict", "--report", report.string])
    #expect(result.ending == .exit(0), "\(result.errors)")
    let peaks = try ReportRecord(Files.read(report)).peaks
    let peak = try #require(peaks["peak_memory_bytes"] ?? nil)
    // The budget, and what the program and sixteen workers take themselves (README, Memory).
    #expect(peak < 32 << 20 + 8 << 20 + 16 * 3 << 20)
  }

  /// What a filter makes counts, too, even if a later one cuts it down again.
  @Test(arguments: [
    "resize=4000x4000:enlarge=yes,crop=1x1+0+0", "resize=10000%", "pad=5000x5000",
    "resize=316x316:enlarge=yes,rotate=45",
  ])
  func aResultOfTooManyPixelsIsRefused(filters: String) throws {
    try put("png/gradients-rgb8.png", as: "large.png")
    let (result, jobs) = try run(["--max-pixels", "100K", "-f", filters])
    #expect(result.ending == .exit(1), "\(result.errors)")
    let reason = jobs["large.png"]?.failure?.reason ?? ""
    #expect(reason.contains("more than --max-pixels 100000 allows"), "\(reason)")
  }
}
