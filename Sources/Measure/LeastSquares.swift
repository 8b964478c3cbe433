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
    var parameters =
      best?.parameters ?? start(contention: 0, coherence: 0)
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

  private func bounded(_ current: Parameters, plus step: [Double]) -> Parameters {
    Parameters(
      single: max(current.single + step[0], 1e-9),
      contention: min(max(current.contention + step[1], 0), 1),
      coherence: max(current.coherence + step[2], 0))
  }

  /// The step (λ, σ, κ) that the normal equations ask for; nil where no parameter may move.
  private func step(from current: Parameters, damping: Double) -> [Double]? {
    var matrix = [[Double]](repeating: [0, 0, 0], count: 3)
    var slope = [0.0, 0, 0]
    for (count, measured) in zip(workers, throughput) {
      let speedUp = current.speedUp(at: count)
      // Of the fitted throughput, by each parameter.
      let change = -current.single * speedUp * speedUp / count * (count - 1)
      let partial = [speedUp, change, change * count]
      let residual = measured - current.single * speedUp
      for row in 0..<3 {
        slope[row] += partial[row] * residual
        for column in 0..<3 { matrix[row][column] += partial[row] * partial[column] }
      }
    }
    let isHeld = [
      false,
      (current.contention <= 0 && slope[1] < 0) || (current.contention >= 1 && slope[1] > 0),
      law == .amdahl || (current.coherence <= 0 && slope[2] < 0),
    ]
    for row in 0..<3 {
      matrix[row][row] *= 1 + damping
      guard isHeld[row] else { continue }
      slope[row] = 0
      for other in 0..<3 { (matrix[row][other], matrix[other][row]) = (0, 0) }
      matrix[row][row] = 1
    }
    return LeastSquares.solve(matrix, slope)
  }

  /// Gauss and Jordan's elimination with the largest pivot; nil for a singular matrix.
  private static func solve(_ matrix: [[Double]], _ right: [Double]) -> [Double]? {
    var matrix = matrix
    var right = right
    for column in right.indices {
      var pivot = column
      for row in column..<right.count where abs(matrix[row][column]) > abs(matrix[pivot][column]) {
        pivot = row
      }
      guard abs(matrix[pivot][column]) > 1e-300 else { return nil }
      matrix.swapAt(column, pivot)
      right.swapAt(column, pivot)
      for row in right.indices where row != column {
        let factor = matrix[row][column] / matrix[column][column]
        for other in column..<right.count { matrix[row][other] -= factor * matrix[column][other] }
        right[row] -= factor * right[column]
      }
    }
    return right.indices.map { right[$0] / matrix[$0][$0] }
  }
}
