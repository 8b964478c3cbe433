import Foundation
import LockProbes
import Report
import SystemPackage
import TestSupport
import Tool

/// A CPython with its lock, which runs the same experiments beside ours.
struct Reference {
  /// TRIPTYCH_PYTHON=PROGRAM chooses another than python3.
  static let program =
    Places.environment("TRIPTYCH_PYTHON").map { FilePath($0) } ?? Places.program("python3")
  static let absence = "python3 is absent: there is nothing to hold the lock against"
  /// These tests are about time, so they run only where somebody asked: `make signatures`.
  static let isWanted = Places.environment("TRIPTYCH_SIGNATURES") != nil

  let folder: TemporaryFolder
  let script: FilePath

  init() throws {
    folder = try TemporaryFolder()
    script = folder.appending("example.py")
    try Files.write(PythonScript.text.utf8, to: script)
  }

  private func run(_ words: [String]) throws -> JSONValue {
    let result = try TestSupport.Process.run(
      Reference.program ?? "python3", [script.string] + words)
    guard result.ending == .exit(0) else { throw Failure(said: result.errors) }
    return try JSONValue(parsing: Array(result.output.utf8))
  }

  struct Failure: Error {
    var said: String
  }

  /// - Parameter interval: milliseconds.
  func switching(threads: Int, interval: Double, seconds: Double) throws -> Switching {
    let found = try run(["switches", "\(threads)", "\(interval)", "\(seconds)"])
    let changes = found["changes"]?.asArray ?? []
    var result = Switching(
      arrivals: changes.compactMap { change in
        guard let pair = change.asArray, pair.count == 2, let time = pair[0].asCount,
          let thread = pair[1].asInt
        else { return nil }
        return (time, thread)
      })
    let wall = found["wall_s"]?.asNumber ?? .nan
    result.switchesPerSecond = Double(result.holds.count) / wall
    result.effectiveCores = (found["cpu_s"]?.asNumber ?? .nan) / wall
    return result
  }

  /// Requests answered a second by a thread beside so many that compute.
  func requests(computing: Int, seconds: Double) throws -> Double {
    try run(["requests", "\(computing)", "5", "\(seconds)"])["requests_per_s"]?.asNumber ?? .nan
  }

  /// Tiny system calls a second, all threads together.
  func tinyCalls(threads: Int, seconds: Double) throws -> Double {
    try run(["tiny", "\(threads)", "\(seconds)"])["calls_per_s"]?.asNumber ?? .nan
  }

  /// Whether it has Pillow.
  static let hasPillow: Bool = {
    guard let program else { return false }
    return (try? TestSupport.Process.run(program, ["-c", "import PIL"]))?.ending == .exit(0)
  }()

  /// Seconds that some work on the pictures of a folder takes.
  func wall(_ work: String, _ folder: String, _ mode: String, _ workers: Int) throws -> Double {
    try run([work, folder, mode, "\(workers)"])["wall_s"]?.asNumber ?? .nan
  }

  /// Milliseconds, sorted.
  func lateness(
    computing: Int, interval: Double, samples: Int, seconds: Double
  ) throws -> [Double] {
    let found = try run(["convoy", "\(computing)", "\(interval)", "\(samples)", "\(seconds)"])
    return (found["lateness_ms"]?.asArray ?? []).compactMap(\.asNumber).sorted()
  }
}

/// A figure of the lock's beside CPython's, printed as it is judged.
func compared(_ name: String, ours: Double, reference: Double?, _ unit: String = "") {
  func text(_ value: Double) -> String { String(format: "%.3g", value) }
  let beside = reference.map { ", CPython \(text($0)) \(unit), ratio \(text(ours / $0))" } ?? ""
  print("signature \(name): ours \(text(ours)) \(unit)\(beside)")
}
