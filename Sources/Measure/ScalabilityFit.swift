/// How throughput X depends on the number of workers N.
///
/// X(N) = λ N ÷ (1 + σ (N − 1) + κ N (N − 1)), with σ from 0 to 1 and κ from 0. Amdahl's law is the
/// case κ = 0: no more than 1 ÷ σ times as fast. κ is what workers pay for agreeing with each
/// other; with it, throughput falls again beyond a peak.
///
/// Sources: Amdahl, "Validity of the single processor approach", AFIPS 1967; Gunther, "A general
/// theory of computational scalability based on rational functions", arXiv:0808.1431.
package struct ScalabilityFit: Sendable, Hashable {
  package enum Law: String, Sendable, Hashable, CaseIterable {
    case amdahl
    case universal
  }

  package struct Parameters: Sendable, Hashable {
    /// λ: what one worker does per time, in the unit of the throughput.
    package var single: Double
    /// σ: the serial share (Amdahl), or contention (Gunther); 0 to 1.
    package var contention: Double
    /// κ: the cost of coherence; from 0, and 0 in Amdahl's law.
    package var coherence: Double

    package init(single: Double, contention: Double, coherence: Double) {
      self.single = single
      self.contention = contention
      self.coherence = coherence
    }
  }

  package struct Intervals: Sendable, Hashable {
    package let single: Interval
    package let contention: Interval
    /// Nil for Amdahl's law, which has no such parameter.
    package let coherence: Interval?
  }

  package struct Point: Sendable, Hashable {
    package let workers: Int
    /// The median over the rounds.
    package let measured: Double
    package let fitted: Double
    package var residual: Double { measured - fitted }
    /// `residual` as a share of what was measured: how far off the law is there.
    package var relativeResidual: Double { residual / measured }
  }

  package let law: Law
  package let parameters: Parameters
  /// From rounds drawn anew; nil where there are fewer than `Interval.fewestRounds`.
  package let intervals: Intervals?
  /// In ascending order of workers.
  package let points: [Point]
  /// The share of the variance that the law explains; nil where all throughputs are equal. High
  /// values come easily with few points: look at the residuals too.
  package let rSquared: Double?

  package static let fewestWorkerCounts = 4

  /// Fits the law to the medians over the rounds, by least squares.
  package init(
    _ law: Law, to series: [ScalingSeries], bootstrap: Bootstrap
  ) throws(FitRefusal) {
    try ScalingSeries.check(series)
    let series = series.sorted { $0.workers < $1.workers }
    let workers = series.map { Double($0.workers) }
    let medians = series.map { Sample.median(of: $0.throughput) }
    let best = LeastSquares(law, workers: workers, throughput: medians).best
    self.law = law
    parameters = best
    points = zip(series, medians).map {
      Point(workers: $0.workers, measured: $1, fitted: best.throughput(at: Double($0.workers)))
    }
    rSquared = ScalabilityFit.rSquared(points)
    let drawn = bootstrap.intervals(rounds: series[0].throughput.count) { rounds in
      let medians = series.map { entry in Sample.median(of: rounds.map { entry.throughput[$0] }) }
      let fit = LeastSquares(law, workers: workers, throughput: medians).best
      return [fit.single, fit.contention, fit.coherence]
    }
    intervals = drawn.map {
      Intervals(
        single: $0[0], contention: $0[1], coherence: law == .universal ? $0[2] : nil)
    }
  }

  private static func rSquared(_ points: [Point]) -> Double? {
    let mean = points.reduce(0) { $0 + $1.measured } / Double(points.count)
    let total = points.reduce(0) { $0 + ($1.measured - mean) * ($1.measured - mean) }
    let left = points.reduce(0) { $0 + $1.residual * $1.residual }
    return total > 0 ? 1 - left / total : nil
  }
}

extension ScalabilityFit.Parameters {
  /// How many times as much N workers do as one.
  package func speedUp(at workers: Double) -> Double {
    workers / (1 + contention * (workers - 1) + coherence * workers * (workers - 1))
  }

  package func throughput(at workers: Double) -> Double { single * speedUp(at: workers) }

  /// The number of workers, not rounded, at which throughput is highest: √((1 − σ) ÷ κ). Nil where
  /// it only ever grows (κ = 0). Below 1, more workers never help. Beyond the measured worker
  /// counts it is an extrapolation.
  package var peakWorkers: Double? {
    coherence > 0 ? ((1 - contention) / coherence).squareRoot() : nil
  }

  /// What speed-up tends to with ever more workers, 1 ÷ σ; nil where nothing limits it, and with
  /// κ > 0, where it falls again.
  package var speedUpLimit: Double? {
    coherence == 0 && contention > 0 ? 1 / contention : nil
  }
}
