/// The parameters of a scalability law that leave the least squares of residuals.
///
/// Levenberg and Marquardt's method within bounds: a parameter that stands at its bound and would
/// cross it stays there for this step. The sum of squares may have several valleys, so the descent
/// starts from several places.
struct LeastSquares {
  private typealias Parameters = ScalabilityFit.Parameters

  private let law: ScalabilityFit.Law
  private let workers: [Double]
  /// Divided by the largest of them, so that no unit is better than another.
  private let throughput: [Double]
  private let unit: Double

  /// - Parameters:
  ///   - workers, throughput: of equal number, all above 0.
  init(_ law: ScalabilityFit.Law, workers: [Double], throughput: [Double]) {
    self.law = law
    self.workers = workers
    unit = throughput.max() ?? 1
    self.throughput = throughput.map { [unit] in $0 / unit }
  }

  var best: ScalabilityFit.Parameters {
    let contentions = [0, 0.1, 0.5, 1]
    let coherences = law == .universal ? [0, 0.001, 0.03, 0.5] : [0]
    var best: (parameters: Parameters, left: Double)?
    for contention in contentions {
      for coherence in coherences {
        let found = descend(from: start(contention: contention, coherence: coherence))
        if best.map({ found.left < $0.left }) ?? true { best = found }
      }
    }
    var parameters = best?.parameters ?? start(contention: 0, coherence: 0)
    parameters.single *= unit
    return parameters
  }

  /// The best λ for given σ and κ is known at once: the law is linear in it.
  private func start(contention: Double, coherence: Double) -> Parameters {
    var parameters = Parameters(single: 1, contention: contention, coherence: coherence)
    var product = 0.0
    var square = 0.0
    for (count, measured) in zip(workers, throughput) {
      let fitted = parameters.speedUp(at: count)
      product += fitted * measured
      square += fitted * fitted
    }
    parameters.single = product / square
    return parameters
  }

  private func squares(_ parameters: Parameters) -> Double {
    var sum = 0.0
    for (count, measured) in zip(workers, throughput) {
      let residual = measured - parameters.throughput(at: count)
      sum += residual * residual
    }
    return sum
  }

  private func descend(from start: Parameters) -> (parameters: Parameters, left: Double) {
    var current = start
    var left = squares(start)
    var damping = 1e-3
    for _ in 0..<200 {
      guard let step = step(from: current, damping: damping) else { break }
      let next = bounded(current, plus: step)
      let nextLeft = squares(next)
      if nextLeft < left {
        let gain = left - nextLeft
        (current, left) = (next, nextLeft)
        damping = max(damping / 10, 1e-12)
        if gain <= 1e-15 * left { break }
      } else {
        damping *= 10
        if damping > 1e12 { break }
      }
    }
    return (current, left)
  }

  private func bounded(_ current: Parameters, plus step: SIMD3<Double>) -> Parameters {
    Parameters(
      single: max(current.single + step[0], 1e-9),
      contention: min(max(current.contention + step[1], 0), 1),
      coherence: max(current.coherence + step[2], 0))
  }

  /// The step (λ, σ, κ) that the normal equations ask for; nil where they have no solution.
  private func step(from current: Parameters, damping: Double) -> SIMD3<Double>? {
    var matrix: Matrix = (.zero, .zero, .zero)
    var slope = SIMD3<Double>.zero
    for (count, measured) in zip(workers, throughput) {
      let speedUp = current.speedUp(at: count)
      // Of the fitted throughput, by each parameter.
      let change = -current.single * speedUp * speedUp / count * (count - 1)
      let partial = SIMD3(speedUp, change, change * count)
      slope += partial * (measured - current.single * speedUp)
      matrix.0 += partial * partial[0]
      matrix.1 += partial * partial[1]
      matrix.2 += partial * partial[2]
    }
    matrix.0[0] *= 1 + damping
    matrix.1[1] *= 1 + damping
    matrix.2[2] *= 1 + damping
    let holdsContention =
      (current.contention <= 0 && slope[1] < 0) || (current.contention >= 1 && slope[1] > 0)
    let holdsCoherence = law == .amdahl || (current.coherence <= 0 && slope[2] < 0)
    if holdsContention { LeastSquares.hold(1, &matrix, &slope) }
    if holdsCoherence { LeastSquares.hold(2, &matrix, &slope) }
    return LeastSquares.solve(matrix, slope)
  }

  /// Columns, or rows: it is symmetric.
  private typealias Matrix = (SIMD3<Double>, SIMD3<Double>, SIMD3<Double>)

  /// Takes a parameter out of the equations: its step becomes 0.
  private static func hold(_ index: Int, _ matrix: inout Matrix, _ slope: inout SIMD3<Double>) {
    slope[index] = 0
    matrix.0[index] = 0
    matrix.1[index] = 0
    matrix.2[index] = 0
    var unit = SIMD3<Double>.zero
    unit[index] = 1
    if index == 1 { matrix.1 = unit } else { matrix.2 = unit }
  }

  /// Cramer's rule; nil for a singular matrix.
  private static func solve(_ matrix: Matrix, _ right: SIMD3<Double>) -> SIMD3<Double>? {
    let (a, b, c) = matrix
    let whole = determinant(a, b, c)
    guard abs(whole) > 1e-300 else { return nil }
    return SIMD3(determinant(right, b, c), determinant(a, right, c), determinant(a, b, right))
      / whole
  }

  private static func determinant(
    _ a: SIMD3<Double>, _ b: SIMD3<Double>, _ c: SIMD3<Double>
  ) -> Double {
    a[0] * (b[1] * c[2] - b[2] * c[1]) - b[0] * (a[1] * c[2] - a[2] * c[1])
      + c[0] * (a[1] * b[2] - a[2] * b[1])
  }
}
