/// exp(−x) for weights, in ten operations that work on several numbers at once.
///
/// exp(−x) ≈ (((b − u)² + a) ÷ (b² + a))³² with u = min(s · x ÷ 32, b). Averaging filters weigh a
/// difference of √x, in units of their strength, by it; so the constants were chosen to make the
/// largest error times √x smallest. That is 0.00008, and the error itself is at most 0.00012;
/// what is far away counts 5 · 10⁻¹¹ and not nothing.
///
/// Public, and not only of the package: loops are compiled without looking into other modules, and
/// then only what is public can be inlined into them.
public enum FallingExponential {
  @inlinable public static var b: Float { 1.052_022 }
  @inlinable public static var a: Float { 1.002_108 }
  @inlinable public static var s: Float { 1.001_592 }
  /// What makes u of x.
  package static var unit: Float { s / 32 }
  /// What makes the weight of the power: (b² + a)⁻³².
  package static let gain: Float = {
    var power = 1 / (b * b + a)
    for _ in 0..<5 { power *= power }
    return power
  }()
}
