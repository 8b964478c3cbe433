import Claims
import Execution
import LockProbes
import Platform
import SystemPackage

/// How late a thread that waits for I/O computes again beside K threads that compute, under the
/// lock with several switch intervals and without a lock: the convoy effect. Made with threads of
/// this process, which compute and wait and do nothing else.
struct ConvoyExperiment {
  /// Nanoseconds; nil is no lock.
  static let intervals: [UInt64?] = [nil, 500_000, 5_000_000, 50_000_000]
  static let computing = [1, 2, 4]

  let isQuick: Bool

  /// - Returns: nil where somebody asked to stop.
  func run() throws(CompareError) -> [ConvoyRun]? {
    var runs: [ConvoyRun] = []
    for computing in ConvoyExperiment.computing {
      for interval in ConvoyExperiment.intervals {
        runs.append(try measure(interval, computing))
        if StopSignals.received != nil { return nil }
      }
    }
    return runs
  }

  private func measure(_ interval: UInt64?, _ computing: Int) throws(CompareError) -> ConvoyRun {
    let lock: any GlobalLocking =
      interval.map { InterpreterLock(switchInterval: $0) } ?? NoLock()
    do throws(Errno) {
      return ConvoyRun(
        switchInterval: interval, computing: computing,
        lateness: try Convoy.lateness(
          computing: computing, under: lock, samples: isQuick ? 60 : 200,
          seconds: isQuick ? 2 : 5))
    } catch {
      throw CompareError(
        "the convoy cannot be shown: \(error.description); try a higher `ulimit -u`", .environment)
    }
  }
}
