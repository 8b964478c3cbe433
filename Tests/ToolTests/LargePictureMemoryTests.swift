import Report
import SystemPackage
import TestSupport
import Testing

/// How much memory the whole program takes for pictures of 24 megapixels: a few bands for each
/// worker, not whole pictures, where the chain needs no more.
@Suite(
  .serialized,
  .enabled(
    if: Places.sanitizer == nil, "a sanitizer's own memory is shared in ways of its own"))
struct LargePictureMemoryTests {
  static let most: UInt64 = 60 << 20

  /// Four baseline JPEGs of 6000 x 4000 pixels, drawn from the fixtures.
  private static let folder: Result<TemporaryFolder, any Error> = Result {
    let folder = try TemporaryFolder()
    let sources = try Files.tree(Places.fixtures.appending("jpeg"))
      .filter { $0.hasPrefix("landscape") }.sorted().prefix(4)
    let made = try Process.run(
      Places.triptych,
      ["process"] + sources.map { Places.fixtures.appending("jpeg/\($0)").string } + [
        "--output", folder.path.string, "--quiet", "--format", "jpeg", "--filters",
        "resize=6000x4000:fit=exact:enlarge=yes",
      ])
    try #require(made.ending == .exit(0), "\(made.errors)")
    try #require(try Files.tree(folder.path).count == 4)
    return folder
  }

  /// The peak of the program and its workers together, shared pages counted once, as the program
  /// samples it. What the kernel says of a process that ended begins with the memory of whoever
  /// started it, which is this program with all its tests.
  private static func peak(_ mode: String, workers: Int, _ chain: String) throws -> UInt64 {
    let place = try TemporaryFolder()
    let report = place.appending("report.json")
    let made = try Process.run(
      Places.triptych,
      [
        "process", try folder.get().path.string, "--output", place.appending("out").string,
        "--report", report.string, "--quiet", "--filters", chain, "--mode", mode, "--workers",
        "\(workers)", "--split", "off",
      ])
    try #require(made.ending == .exit(0), "\(made.errors)")
    let told = try RunReport(json: JSONValue(parsing: try Files.read(report)))
    return try #require(told.peaks["peak_memory_bytes"]?.value)
  }

  @Test(arguments: [("inline", 1), ("locked", 2), ("free", 1), ("free", 2), ("forked", 2)])
  func aBlurHoldsAFewBandsForEachWorker(_ mode: String, _ workers: Int) throws {
    let peak = try Self.peak(mode, workers: workers, "gaussian=3")
    #expect(peak <= UInt64(workers) * Self.most, "\(peak >> 20) MiB")
  }

  /// Such a picture is 69 MiB, and a quarter turn needs all of it: so the figure would show.
  @Test(arguments: ["free", "forked"]) func aTurnHoldsThePicture(_ mode: String) throws {
    #expect(try Self.peak(mode, workers: 1, "rotate=90") > Self.most)
  }
}
