/// exp(−x) for weights, in seventeen operations that work on several numbers at once.
///
/// exp(−x) ≈ (((b − u)² + a) ÷ (b² + a))¹⁶ with u = min(s · x ÷ 16, b). Averaging filters weigh a
/// difference of √x, in units of their strength, by it; so the constants were chosen to make the
/// largest error times √x smallest. That is 0.00033, and the error itself is at most 0.00048.
enum FallingExponential {
  static let b: Float = 1.090_779_2
  static let a: Float = 0.971_427_65
  static let s: Float = 0.987_883_4
  /// What makes u of x.
  static let unit = s / 16
  /// What makes the weight of the power: (b² + a)⁻¹⁶.
  static let gain: Float = {
    var power = 1 / (b * b + a)
    for _ in 0..<4 { power *= power }
    return power
  }()

  /// The power, for u ≥ 0.
  @inline(__always)
  static func power(_ u: Float) -> Float {
    var power = max(b - u, 0)
    power = power * power + a
    power *= power
    power *= power
    power *= power
    return power * power
  }

  /// The power, for u ≥ 0.
  @inline(__always)
  static func power(_ u: SIMD4<Float>) -> SIMD4<Float> {
    var power = b - u
    power = power.replacing(with: SIMD4(), where: power .< SIMD4())
    power = power * power + a
    power *= power
    power *= power
    power *= power
    return power * power
  }
}
