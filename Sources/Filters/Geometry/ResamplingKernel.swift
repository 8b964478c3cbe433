#if canImport(Glibc)
  import Glibc
#endif

/// How much a source pixel counts, by its distance from the point that is computed.
package enum ResamplingKernel: String, CaseIterable, Sendable, Hashable {
  case nearest
  case box
  case bilinear
  case mitchell
  case catmullRom = "catmull-rom"
  case lanczos3

  /// Distance beyond which nothing counts, in source pixels when enlarging and in target pixels
  /// when reducing.
  var radius: Double {
    switch self {
    case .nearest, .box: 0.5
    case .bilinear: 1
    case .mitchell, .catmullRom: 2
    case .lanczos3: 3
    }
  }

  /// The weight at `distance`, not normalised. `nearest` and `box` are not sampled but follow from
  /// the pixels' areas, see `ResamplingAxis`.
  func weight(_ distance: Double) -> Double {
    let x = abs(distance)
    switch self {
    case .nearest, .box: return x <= 0.5 ? 1 : 0
    case .bilinear: return max(0, 1 - x)
    case .mitchell: return ResamplingKernel.cubic(x, b: 1.0 / 3, c: 1.0 / 3)
    case .catmullRom: return ResamplingKernel.cubic(x, b: 0, c: 0.5)
    case .lanczos3: return x < 3 ? ResamplingKernel.sinc(x) * ResamplingKernel.sinc(x / 3) : 0
    }
  }

  /// The two-parameter family of Mitchell and Netravali (SIGGRAPH 1988).
  private static func cubic(_ x: Double, b: Double, c: Double) -> Double {
    if x < 1 {
      return ((12 - 9 * b - 6 * c) * x * x * x + (-18 + 12 * b + 6 * c) * x * x + (6 - 2 * b)) / 6
    }
    guard x < 2 else { return 0 }
    let linear = (-12 * b - 48 * c) * x + (8 * b + 24 * c)
    return ((-b - 6 * c) * x * x * x + (6 * b + 30 * c) * x * x + linear) / 6
  }

  private static func sinc(_ x: Double) -> Double {
    if x == 0 { return 1 }
    return sin(Double.pi * x) / (Double.pi * x)
  }
}
