import Measure

extension ComparisonReport {
  /// Works out from the arms' runs everything that follows from them: medians, comparisons,
  /// speed-ups, fits and warnings of the rounds. Pure: the same runs give the same report.
  ///
  /// - Parameter bootstrap: decides how intervals are drawn.
  package mutating func analyse(_ bootstrap: Bootstrap) {
    design.comparisons = max(arms.count - 1, 1)
    let baselineWalls = arms[baseline].values(of: .wall)
    for index in arms.indices {
      arms[index].estimate(bootstrap)
      if index != baseline { compare(index, with: baselineWalls) }
      scale(index)
    }
    scaling = ScalingResult.all(of: arms, files: workload.files, bootstrap)
    warnings += scalingWarnings
    for arm in arms where !arm.runs.isEmpty {
      warnings += Warning.ofRounds(arm.values(of: .wall), arm: arm.label)
      if let comparison = arm.comparison,
        let warning = Warning.ofComparison(comparison, arm: arm.label)
      {
        warnings.append(warning)
      }
    }
    // Too few rounds is true of all arms or of none, and is said once.
    if let first = warnings.firstIndex(where: { $0.kind == .tooFewRounds }) {
      warnings.removeAll { $0.kind == .tooFewRounds }
      warnings.insert(.ofTooFewRounds(design.rounds), at: first)
    }
  }

  /// One warning for all series that were fitted to the same numbers of workers.
  private var scalingWarnings: [Warning] {
    let fitted = scaling.filter { !$0.fits.isEmpty }.map { result in
      (label: result.seriesLabel, workers: result.arms.map { arms[$0].setup.workers })
    }
    var told: Set<[Int]> = []
    return fitted.compactMap { result in
      guard told.insert(result.workers).inserted else { return nil }
      return Warning.ofScaling(
        workers: result.workers, effectiveCPUs: machine.effectiveCPUs,
        series: fitted.filter { $0.workers == result.workers }.map(\.label))
    }
  }

  private mutating func compare(_ index: Int, with baselineWalls: [Double]) {
    let comparison = Comparison(
      of: arms[index].values(of: .wall), to: baselineWalls, among: design.comparisons,
      confidence: design.confidence)
    arms[index].comparison = comparison
    arms[index].sentence = comparison?.sentence(baseline: arms[baseline].label)
  }

  /// Against the arm of the same series that has one worker.
  private mutating func scale(_ index: Int) {
    let arm = arms[index]
    guard
      let single = arms.first(where: {
        $0.setup.workers == 1 && $0.setup.series == arm.setup.series
      }), !arm.runs.isEmpty
    else { return }
    if arm.setup.workers == 1 {
      arms[index].speedUp = Estimate(value: 1, interval: nil)
    } else if let pairs = Comparison(
      of: single.values(of: .wall), to: arm.values(of: .wall), confidence: design.confidence)
    {
      arms[index].speedUp = Estimate(value: pairs.ratio, interval: pairs.interval)
    }
    let workers = Double(arm.setup.workers)
    arms[index].efficiency = arms[index].speedUp.map { speedUp in
      Estimate(
        value: speedUp.value / workers,
        interval: speedUp.interval.map {
          Interval(
            lower: $0.lower / workers, upper: $0.upper / workers, confidence: $0.confidence)
        })
    }
  }
}

extension Arm {
  /// The figure by round; empty where a run lacks it.
  package func values(of figure: Figure) -> [Double] {
    let values = runs.compactMap { $0.values[figure] }
    return values.count == runs.count ? values : []
  }

  /// Medians with their intervals, of every figure that all runs have.
  mutating func estimate(_ bootstrap: Bootstrap) {
    let known = Figure.allCases.map { ($0, values(of: $0)) }.filter { !$0.1.isEmpty }
    for (figure, values) in known {
      guard let sample = Sample(values) else { continue }
      figures[figure] = Estimate(value: sample.median, interval: bootstrap.median(of: values))
    }
  }
}

extension ScalingResult {
  /// One entry for every series with at least two numbers of workers, in the order of the arms.
  static func all(of arms: [Arm], files: Int, _ bootstrap: Bootstrap) -> [ScalingResult] {
    var seen: Set<ArmSetup> = []
    return arms.compactMap { arm -> ScalingResult? in
      let series = arm.setup.series
      guard seen.insert(series).inserted else { return nil }
      let members = arms.indices.filter { arms[$0].setup.series == series }
        .sorted { arms[$0].setup.workers < arms[$1].setup.workers }
      guard members.count > 1 else { return nil }
      var result = ScalingResult(
        seriesLabel: arm.seriesLabel, setup: series, arms: members, fits: [], refusal: nil)
      let measured = members.map { index in
        ScalingSeries(
          workers: arms[index].setup.workers,
          throughput: arms[index].values(of: .wall).map { Double(files) * 1e9 / $0 })
      }
      do throws(FitRefusal) {
        for law in ScalabilityFit.Law.allCases {
          result.fits.append(try ScalabilityFit(law, to: measured, bootstrap: bootstrap))
        }
      } catch {
        result.refusal = error.message
      }
      return result
    }
  }
}
