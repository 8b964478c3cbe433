import LockProbes
import Report
import SystemPackage
import TestSupport
import Tool

/// Pictures for the tool and for Python, and how long either takes for them.
struct SignaturePictures {
  static let rounds = 7

  let folder: TemporaryFolder
  let reference: Reference
  private var jpegs: String { folder.appending("jpegs").string }
  private var pixmaps: String { folder.appending("pixmaps").string }

  /// - Parameters:
  ///   - pixels: of each of Python's eight pictures.
  ///   - times: how many times as many the tool's have, where it is so much faster that starting
  ///     would be what is measured.
  init(_ reference: Reference, pixels: Int, times: Int = 1) throws {
    self.reference = reference
    folder = try TemporaryFolder()
    for name in ["jpegs", "pixmaps"] { try Files.createFolder(folder.appending(name)) }
    for number in 0..<8 {
      try PracticePicture(pixels: pixels * times, number: number).write(
        to: FilePath(jpegs).appending("\(number).jpg"))
      let pixmap = PracticePicture(pixels: pixels, number: number).pixmap()
      try Files.write(pixmap, to: FilePath(pixmaps).appending("\(number).ppm"))
    }
  }

  /// Seconds from the first thread or fork to the last output.
  private func ours(_ options: [String]) throws -> Double {
    let place = try TemporaryFolder()
    let report = place.appending("report.json")
    let result = try TestSupport.Process.run(
      Places.triptych,
      [
        "process", jpegs, "-o", place.appending("out").string, "--io", "blocking", "--quiet",
        "--report", report.string,
      ] + options)
    guard result.ending == .exit(0) else { throw Reference.Failure(said: result.errors) }
    let sums = try RunReport(json: JSONValue(parsing: try Files.read(report))).sums
    return Double(sums["wall_ns"]?.value ?? 0) / 1e9
  }

  /// What one way takes ÷ what another does, by the median of rounds in which both were run.
  func ratio(_ options: [String], to others: [String]) throws -> Double {
    try SignaturePictures.median { try ours(options) / ours(others) }
  }

  /// The same in Python.
  func reference(
    _ work: String, _ mode: String, _ workers: Int, rounds: Int = SignaturePictures.rounds
  ) throws -> Double {
    try SignaturePictures.median {
      try reference.wall(work, pixmaps, mode, workers)
        / reference.wall(work, pixmaps, "threads", 1)
    }
  }

  private static func median(_ ratio: () throws -> Double) throws -> Double {
    quantile(try (0..<rounds).map { _ in try ratio() }.sorted(), 0.5)
  }
}
