import Execution
import LockProbes
import Platform

/// Measures the locked mode's lock on this machine, for comparison with CPython's.
///
/// Each line says what was measured and how many cores other processes kept busy meanwhile: lines
/// with company of more than about 0.1 are not to be trusted. Give the names of experiments to run
/// only those, for example `lockbench switches wake`.
@main
struct Lockbench {
  static func main() {
    let chosen = CommandLine.arguments.dropFirst()
    let all: [(String, () -> Void)] = [
      ("serial", serial), ("switches", switches), ("spacing", spacing), ("block", block),
      ("tiny", tiny),
      ("wake", wake), ("echo", echo), ("sleep", sleep),
    ]
    for (name, experiment) in all where chosen.isEmpty || chosen.contains(name) { experiment() }
  }

  private static let millisecond: UInt64 = 1_000_000
  private static let loop = Computing.Work.loop(steps: Computing.fine)

  private static func serial() {
    let base = report("serial") {
      try! Switching.measure(loop, threads: 1, under: InterpreterLock(), seconds: 1)
    } _: {
      "cores \(short($0.effectiveCores))"
    }
    for threads in [2, 4] {
      _ = report("serial, K=\(threads)") {
        try! Switching.measure(loop, threads: threads, under: InterpreterLock(), seconds: 1)
      } _: {
        "wall / serial \(short(base.turnsPerSecond / $0.turnsPerSecond))"
          + " cores \(short($0.effectiveCores))"
      }
    }
  }

  private static func switches() {
    let plan: [(Int, UInt64, Double)] = [
      (2, 5_000, 2), (3, 5_000, 2), (4, 5_000, 2), (2, 500, 1), (2, 50_000, 2),
    ]
    for (threads, interval, seconds) in plan {
      _ = report("switches, K=\(threads), \(interval) µs") {
        try! Switching.measure(
          loop, threads: threads, under: InterpreterLock(switchInterval: interval * 1_000),
          seconds: seconds)
      } _: {
        "a second \(short($0.switchesPerSecond)) held p50 \(short(quantile($0.holds, 0.5)))"
          + " returns \($0.returns.map(short) ?? "-")"
          + " absent p99 \(short(quantile($0.absences, 0.99))) cores \(short($0.effectiveCores))"
          + " counted \($0.figures.switches) of \($0.figures.acquisitions)"
      }
    }
  }

  /// The same at one interval, with checkpoints further and further apart.
  private static func spacing() {
    for threads in [3, 4] {
      for steps in [1_500, 5_000, 20_000, 80_000] {
        _ = report("spacing of \(steps) steps, K=\(threads)") {
          try! Switching.measure(
            .loop(steps: steps), threads: threads, under: InterpreterLock(), seconds: 2)
        } _: {
          "switches a second \(short($0.switchesPerSecond))"
            + " returns \($0.returns.map(short) ?? "-")"
            + " absent p99 \(short(quantile($0.absences, 0.99)))"
            + " µs a turn \(short(1e6 / $0.turnsPerSecond))"
        }
      }
    }
  }

  private static func block() {
    _ = report("calls of 20 ms, K=2") {
      try! Switching.measure(
        .block(20 * millisecond), threads: 2, under: InterpreterLock(), seconds: 2)
    } _: {
      "calls per hold \(short($0.turnsPerSecond / $0.switchesPerSecond))"
    }
  }

  private static func tiny() {
    let null = openNull()
    var base: Double?
    for threads in [1, 2, 4] {
      let result = report("tiny calls, K=\(threads)") {
        try! Switching.measure(
          .tiny(descriptor: null), threads: threads, under: InterpreterLock(), seconds: 1)
      } _: {
        "a second \(short($0.turnsPerSecond))"
          + " to K=1 \(short($0.turnsPerSecond / (base ?? $0.turnsPerSecond)))"
          + " switches a second \(short($0.switchesPerSecond))"
      }
      base = base ?? result.turnsPerSecond
    }
  }

  private static func wake() {
    let plan: [(Int, UInt64, Double)] = [
      (1, 5_000, 2), (2, 5_000, 4), (4, 5_000, 4), (1, 500, 1), (1, 50_000, 3),
    ]
    for (threads, interval, seconds) in plan {
      _ = report("lateness, K=\(threads), \(interval) µs") {
        try! Convoy.lateness(
          computing: threads, under: InterpreterLock(switchInterval: interval * 1_000),
          samples: 400, seconds: seconds)
      } _: { late in
        "p50 \(short(quantile(late, 0.5))) p90 \(short(quantile(late, 0.9)))"
          + " p99 \(short(quantile(late, 0.99))) of \(late.count)"
      }
    }
  }

  private static func echo() {
    for threads in [0, 1, 2, 4] {
      _ = report("request and reply, K=\(threads)") {
        try! Convoy.pairs(
          computing: threads, under: InterpreterLock(switchInterval: 5 * millisecond), seconds: 2)
      } _: {
        "a second \(short($0))"
      }
    }
  }

  private static func sleep() {
    for threads in [1, 2, 4] {
      _ = report("waits of 20 ms, K=\(threads)") {
        try! Waiting.perSecond(
          threads: threads, wait: 20 * millisecond, under: InterpreterLock(), seconds: 1)
      } _: {
        "a second \(short($0))"
      }
    }
  }

  /// Measures until other processes were quiet meanwhile, five times at most, and prints.
  private static func report<Result>(
    _ name: String, _ measure: () -> Result, _ words: (Result) -> String
  ) -> Result {
    var attempts = 1
    while true {
      let busy = machineBusy()
      let own = Clock.processCPU()
      let begun = Clock.wall()
      let result = measure()
      let wall = Double(Clock.wall() - begun)
      var company: Double?
      if let busy, let later = machineBusy() {
        company = (Double(later) - Double(busy) - Double(Clock.processCPU() - own)) / wall
      }
      if attempts == 5 || (company ?? 0) < 0.08 {
        print("\(name): \(words(result)) [company \(company.map(short) ?? "unknown")]")
        return result
      }
      attempts += 1
    }
  }
}

/// Three significant digits or so.
func short(_ value: Double) -> String {
  guard value.isFinite else { return "-" }
  if abs(value) >= 100 { return "\(Int(value.rounded()))" }
  let scaled = (value * 100).rounded() / 100
  return "\(scaled)"
}
