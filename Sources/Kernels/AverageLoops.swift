import KernelTable

enum AverageLoops: AverageKernels {
  @inline(never)
  static func addSquares(
    _ here: UnsafePointer<Float>, _ there: UnsafePointer<Float>, _ sign: Float,
    _ sums: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    for i in 0..<count {
      let difference = unsafe here[i] - there[i]
      unsafe sums[i] += sign * (difference * difference)
    }
  }

  @inline(never)
  static func weigh(
    _ columns: UnsafePointer<Float>, edge: Int, unit: Float,
    _ weights: UnsafeMutablePointer<Float>, _ total: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    for i in 0..<count { unsafe weights[i] = columns[i] }
    for column in 1..<edge {
      let shifted = unsafe columns + column
      for i in 0..<count { unsafe weights[i] += shifted[i] }
    }
    let gain = FallingExponential.gain
    for i in 0..<count { unsafe weights[i] = power(weights[i] * unit) * gain }
    for i in 0..<count { unsafe total[i] += weights[i] }
  }

  @inline(never)
  static func addWeighted(
    _ here: UnsafePointer<Float>, _ there: UnsafePointer<Float>, _ weights: UnsafePointer<Float>,
    _ sums: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    for i in 0..<count { unsafe sums[i] += weights[i] * (there[i] - here[i]) }
  }

  /// The falling exponential's power, for u ≥ 0.
  @inline(__always)
  private static func power(_ u: Float) -> Float {
    let difference = FallingExponential.b - u
    var power: Float = difference > 0 ? difference : 0
    power = power * power + FallingExponential.a
    power *= power
    power *= power
    power *= power
    power *= power
    return power * power
  }
}
