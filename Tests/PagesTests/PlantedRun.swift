import Benchmark
import TestSupport

/// One run as a simple simulation has it: workers that read, decode, filter, encode and write jobs,
/// with a lock around computing that is handed on after a switch interval, or without one.
struct PlantedRun {
  var duration: UInt64 = 0
  var tracks: [ArmTimeline.Track] = []
  var cores: [ArmTimeline.Counter.Point] = []
  /// Nanoseconds by stage, all workers together.
  var times: [String: UInt64] = [:]
  var holds: [UInt64] = []
  var waits: [UInt64] = []

  /// - Parameters:
  ///   - isLocked: whether one worker at a time may compute.
  ///   - cpus: with more computing workers than this, each slows down.
  ///   - waiting: nanoseconds of each read and write.
  init(
    workers: Int, jobs: Int, isLocked: Bool, cpus: Int, waiting: UInt64 = 900_000, seed: UInt64
  ) {
    var random = SeededRandom(seed: seed)
    let slowdown = isLocked ? 1.0 : max(1, Double(workers) / Double(cpus))
    var clocks = [UInt64](repeating: 0, count: workers)
    var spans = [[ArmTimeline.Span]](repeating: [], count: workers)
    var plans = [[(String, UInt64)]](repeating: [], count: workers)
    var lockFree: UInt64 = 0
    var left = jobs
    while true {
      for worker in 0..<workers where plans[worker].isEmpty && left > 0 {
        left -= 1
        plans[worker] = Self.plan(waiting, slowdown, &random)
      }
      // The worker whose clock is behind is next; one that just computed stands behind the others.
      guard
        let worker = (0..<workers).filter({ !plans[$0].isEmpty }).min(by: {
          clocks[$0] < clocks[$1]
        })
      else { break }
      let (stage, rest) = plans[worker].removeFirst()
      let isComputing = stage != "read" && stage != "write"
      if isLocked, isComputing, lockFree > clocks[worker] {
        spans[worker].append(.init(start: clocks[worker], end: lockFree, name: "wait"))
        waits.append(lockFree - clocks[worker])
        clocks[worker] = lockFree
      }
      let isShared = isLocked && isComputing && workers > 1
      let length =
        isShared ? min(rest, 5_000_000 + UInt64.random(in: 0..<90_000, using: &random)) : rest
      if rest > length { plans[worker].insert((stage, rest - length), at: 0) }
      let end = clocks[worker] + length
      spans[worker].append(.init(start: clocks[worker], end: end, name: stage))
      times[stage, default: 0] += length
      clocks[worker] = end
      if isLocked, isComputing {
        lockFree = end
        holds.append(length)
        // Whoever asked for the lock has it next.
        if workers > 1 { clocks[worker] = end + 1000 }
      }
    }
    duration = clocks.max() ?? 0
    tracks = spans.enumerated().map { .init(name: "worker \($0)", spans: $1) }
    cores = samples()
  }

  private static func plan(_ waiting: UInt64, _ slowdown: Double, _ random: inout SeededRandom)
    -> [(String, UInt64)]
  {
    func about(_ time: Double) -> UInt64 {
      UInt64(time * Double.random(in: 0.7...1.3, using: &random))
    }
    return [
      ("read", about(Double(waiting))), ("decode", about(9e6 * slowdown)),
      ("filter", about(24e6 * slowdown)), ("encode", about(12e6 * slowdown)),
      ("write", about(Double(waiting) * 1.4)),
    ]
  }

  /// Computing workers, every ten milliseconds.
  private func samples() -> [ArmTimeline.Counter.Point] {
    let step: UInt64 = 10_000_000
    return stride(from: 0, to: duration, by: Int(step)).map { start in
      let window = UInt64(start)..<min(UInt64(start) + step, duration)
      var busy: UInt64 = 0
      for span in tracks.flatMap(\.spans) where ["decode", "filter", "encode"].contains(span.name) {
        let range = (span.start..<span.end).clamped(to: window)
        busy += range.upperBound - range.lowerBound
      }
      return .init(
        time: window.lowerBound, value: Double(busy) / Double(window.upperBound - window.lowerBound)
      )
    }
  }
}
