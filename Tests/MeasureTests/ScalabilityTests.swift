import Measure
import Testing

@Suite struct ScalabilityTests {
  private func series(_ workers: [Double], _ throughput: [Double]) -> [ScalingSeries] {
    zip(workers, throughput).map { ScalingSeries(workers: Int($0), throughput: [$1]) }
  }

  private let once = Bootstrap(seed: 1, resamples: 0)

  @Test(arguments: GoldenFit.all.indices)
  func fitsAgreeWithSciPy(index: Int) throws {
    let golden = GoldenFit.all[index]
    let fit = try ScalabilityFit(
      golden.isUniversal ? .universal : .amdahl, to: series(golden.values, golden.throughput),
      bootstrap: once)
    let found = fit.parameters
    #expect(isClose(found.single, golden.single, within: 1e-6))
    #expect(abs(found.contention - golden.contention) < 1e-6)
    #expect(abs(found.coherence - golden.coherence) < 1e-6)
    let rSquared = try #require(fit.rSquared)
    #expect(abs(rSquared - golden.rSquared) < 1e-8)
    #expect(fit.intervals == nil, "one round has no interval")
    for (point, measured) in zip(fit.points, golden.throughput) {
      #expect(point.measured == measured)
      #expect(point.fitted + point.residual == measured || isClose(point.fitted, measured))
    }
  }

  /// 1500 draws there and 1000 here: an end may differ by a few percent of the interval.
  @Test(arguments: GoldenFitInterval.all.indices)
  func intervalsAgreeWithSciPy(index: Int) throws {
    let golden = GoldenFitInterval.all[index]
    let rounds = golden.rounds.count / golden.values.count
    let series = golden.values.enumerated().map { index, workers in
      ScalingSeries(
        workers: Int(workers),
        throughput: Array(golden.rounds[index * rounds..<(index + 1) * rounds]))
    }
    let law: ScalabilityFit.Law = golden.isUniversal ? .universal : .amdahl
    let fit = try ScalabilityFit(law, to: series, bootstrap: Bootstrap(seed: 4, resamples: 1000))
    let found = try #require(fit.intervals)
    func expect(_ found: Interval, _ lower: Double, _ upper: Double) {
      let tolerance = 0.1 * (upper - lower)
      #expect(abs(found.lower - lower) <= tolerance, "\(found) for \(lower)")
      #expect(abs(found.upper - upper) <= tolerance, "\(found) for \(upper)")
    }
    expect(found.single, golden.singleLower, golden.singleUpper)
    expect(found.contention, golden.contentionLower, golden.contentionUpper)
    #expect((found.coherence != nil) == golden.isUniversal)
    if let coherence = found.coherence {
      expect(coherence, golden.coherenceLower, golden.coherenceUpper)
    }
  }

  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func aLawIsFoundAgainInItsOwnPoints(seed: UInt64) throws {
    var noise = Noise(seed: seed)
    let law: ScalabilityFit.Law = seed % 2 == 0 ? .universal : .amdahl
    let planted = ScalabilityFit.Parameters(
      single: 1000 * noise.share() + 1, contention: noise.share(),
      coherence: law == .universal ? 0.1 * noise.share() : 0)
    let workers: [Double] = [1, 2, 3, 4, 6, 8, 12, 16]
    let exact = series(workers, workers.map { planted.throughput(at: $0) })
    let order = noise.random.permutation(of: workers.count)
    let fit = try ScalabilityFit(law, to: order.map { exact[$0] }, bootstrap: once)
    #expect(isClose(fit.parameters.single, planted.single, within: 1e-5))
    #expect(abs(fit.parameters.contention - planted.contention) < 1e-5)
    #expect(abs(fit.parameters.coherence - planted.coherence) < 1e-5)
    #expect(fit.points.map(\.workers) == workers.map { Int($0) }, "in ascending order")
    let rSquared = try #require(fit.rSquared)
    #expect(rSquared > 1 - 1e-8)
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func parametersStayWithinBoundsWhateverIsMeasured(seed: UInt64) throws {
    var noise = Noise(seed: seed)
    let workers: [Double] = [1, 2, 4, 8]
    let measured = workers.map { _ in 0.1 + noise.share() }
    for law in ScalabilityFit.Law.allCases {
      let fit = try ScalabilityFit(law, to: series(workers, measured), bootstrap: once)
      #expect((0...1).contains(fit.parameters.contention))
      #expect(fit.parameters.coherence >= 0 && fit.parameters.single > 0)
      let scaled = try ScalabilityFit(
        law, to: series(workers, measured.map { 1e6 * $0 }), bootstrap: once)
      #expect(abs(scaled.parameters.contention - fit.parameters.contention) < 1e-6)
      #expect(isClose(scaled.parameters.single, 1e6 * fit.parameters.single, within: 1e-6))
    }
  }

  /// The wider law holds the narrower one, so it cannot fit worse.
  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func theUniversalLawFitsNoWorseThanAmdahls(seed: UInt64) throws {
    var noise = Noise(seed: seed)
    let workers: [Double] = [1, 2, 3, 4, 8]
    let measured = workers.map { $0 / (1 + 0.2 * ($0 - 1)) * (1 + 0.1 * noise.normal()) }
    let left = try ScalabilityFit.Law.allCases.map { law in
      try ScalabilityFit(law, to: series(workers, measured), bootstrap: once)
        .points.reduce(0) { $0 + $1.residual * $1.residual }
    }
    #expect(left[1] <= left[0] * (1 + 1e-9))
  }

  @Test func intervalsHoldThePlantedParameters() throws {
    let planted = ScalabilityFit.Parameters(single: 10, contention: 0.1, coherence: 0.01)
    var noise = Noise(seed: 31)
    let trials = 100
    let held = try (0..<trials).count { trial in
      let series = [1, 2, 3, 4, 6, 8].map { workers in
        ScalingSeries(
          workers: workers,
          throughput: (0..<10).map { _ in
            planted.throughput(at: Double(workers)) * (1 + 0.02 * noise.normal())
          })
      }
      let bootstrap = Bootstrap(seed: UInt64(trial), resamples: 100)
      let fit = try ScalabilityFit(.universal, to: series, bootstrap: bootstrap)
      return try #require(fit.intervals?.contention).contains(planted.contention)
    }
    print("intervals of σ hold the planted value in \(held) of \(trials) cases")
    #expect(held >= 85)
  }

  @Test func peaksAndLimits() throws {
    typealias Parameters = ScalabilityFit.Parameters
    let both = Parameters(single: 1, contention: 0.19, coherence: 0.0025)
    let peak = try #require(both.peakWorkers)
    #expect(isClose(peak, 18))
    #expect(both.speedUpLimit == nil)
    #expect(both.speedUp(at: 1) == 1)
    #expect(both.throughput(at: 18) > both.throughput(at: 17))
    #expect(both.throughput(at: 18) > both.throughput(at: 19))
    let serial = Parameters(single: 1, contention: 0.25, coherence: 0)
    #expect(serial.peakWorkers == nil && serial.speedUpLimit == 4)
    let ideal = Parameters(single: 1, contention: 0, coherence: 0)
    #expect(ideal.peakWorkers == nil && ideal.speedUpLimit == nil && ideal.speedUp(at: 7) == 7)
  }

  private func refusal(_ series: [ScalingSeries]) -> FitRefusal? {
    do {
      _ = try ScalabilityFit(.universal, to: series, bootstrap: once)
      return nil
    } catch { return error }
  }

  @Test func whatCannotBeFittedIsRefusedWithTheReason() {
    #expect(refusal(series([1, 2, 4], [1, 2, 3])) == .tooFewWorkerCounts(3))
    #expect(refusal([]) == .tooFewWorkerCounts(0))
    #expect(refusal(series([1, 2, 2, 4], [1, 2, 2, 3])) == .repeatedWorkerCount(2))
    #expect(refusal(series([1, 2, 3, 4], [1, 0, 3, 4])) == .notPositive(workers: 2))
    #expect(refusal(series([1, 2, 3, 4], [1, 2, .nan, 4])) == .notPositive(workers: 3))
    #expect(refusal(series([0, 2, 3, 4], [1, 2, 3, 4])) == .notPositive(workers: 0))
    let unequal = [1, 2, 3, 4].map {
      ScalingSeries(workers: $0, throughput: [Double](repeating: 1, count: $0))
    }
    #expect(refusal(unequal) == .unequalRounds)
    #expect(
      refusal([1, 2, 3, 4].map { ScalingSeries(workers: $0, throughput: []) }) == .unequalRounds)
    #expect(FitRefusal.tooFewWorkerCounts(3).message.contains("--workers"))
    let flat = try? ScalabilityFit(
      .amdahl, to: series([1, 2, 3, 4], [2, 2, 2, 2]), bootstrap: once)
    #expect(flat?.rSquared == nil, "no variance, hence no share of it")
    #expect(abs((flat?.parameters.contention ?? 0) - 1) < 1e-6)
  }
}
