import Advice
import Benchmark
import Claims
import FileIO
import Measure

/// Asks `advise` what to do with pictures, and sees what that comes to among everything measured.
struct ChoiceExperiment {
  let scratch: Scratch
  let effectiveCPUs: Int
  let seed: UInt64

  /// - Parameter words: what `process` is told of the pictures and their storage.
  /// - Returns: nil where somebody asked to stop.
  func advice(_ words: [String], _ inputs: [String]) throws(CompareError) -> Advice? {
    let options = AdviseOptions(
      inputs: inputs, inputWords: [], words: words, engine: .blocking,
      effectiveCPUs: effectiveCPUs, json: nil)
    return try AdviseRun.findings(options, scratch, seed: seed)?.advice()
  }

  static func setup(_ advice: Advice) -> ArmSetup {
    ArmSetup(mode: advice.way.mode.rawValue, workers: advice.way.workers)
  }

  /// - Parameter report: of the same pictures, with the advised arm among the others.
  /// - Returns: nil where the advised arm was not run.
  static func check(
    _ bottleneck: String, _ advice: Advice, _ report: ComparisonReport
  ) -> AdviceCheck? {
    // Not the wall seen from outside: starting the program takes as long whatever was advised, and
    // would make bad advice look better on short runs.
    let measured = report.arms.filter { $0.figures[.runWall] != nil }
    let advised = measured.first { $0.setup == setup(advice) }
    let best = measured.min {
      ($0.figures[.runWall]?.value ?? 0) < ($1.figures[.runWall]?.value ?? 0)
    }
    guard let advised, let best else { return nil }
    let pairs = Comparison(of: advised.values(of: .runWall), to: best.values(of: .runWall))
    guard let pairs else { return nil }
    return AdviceCheck(
      bottleneck: bottleneck, driver: advice.driver.rawValue, advised: advised.label,
      best: best.label, ratio: Estimate(value: pairs.ratio, interval: pairs.interval))
  }
}
