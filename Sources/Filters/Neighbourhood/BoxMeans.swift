import KernelTable
import Pixels
import Vectors

/// What a box filter's sums are, by the picture's depth. The loops are `BoxKernels`'.
///
/// Divides by the window's area by multiplying with its reciprocal. A mean is never nearer than
/// 1 ÷ 2N to a border of rounding, N being the area, which is odd; the product's error is less.
protocol BoxMeans {
  associatedtype Input: Sample
  associatedtype Total: BitwiseCopyable

  init(radius: Int)

  @unsafe static func slide(
    _ sums: UnsafeMutablePointer<UInt32>, _ entering: UnsafePointer<Input>,
    _ leaving: UnsafePointer<Input>, _ count: Int)
  @unsafe static func total(
    _ columns: UnsafePointer<UInt32>, _ totals: UnsafeMutablePointer<Total>, _ pixels: Int,
    channels: Int)
  @unsafe func mean(
    _ upper: UnsafePointer<Total>, _ lower: UnsafePointer<Total>,
    _ means: UnsafeMutablePointer<Input>, _ count: Int)
}

/// Single precision is enough while the error, 255 · 2⁻²³, is below 1 ÷ 2N: up to radius 63. Sums
/// stay below 2³⁰.
struct BoxMeans8: BoxMeans {
  private let reciprocal: Double
  private let isSingleEnough: Bool

  init(radius: Int) {
    reciprocal = 1 / Double((2 * radius + 1) * (2 * radius + 1))
    isSingleEnough = radius <= 63
  }

  static func slide(
    _ sums: UnsafeMutablePointer<UInt32>, _ entering: UnsafePointer<UInt8>,
    _ leaving: UnsafePointer<UInt8>, _ count: Int
  ) { unsafe Vectors.chosen.kernels.box.slide(sums, entering, leaving, count) }

  static func total(
    _ columns: UnsafePointer<UInt32>, _ totals: UnsafeMutablePointer<UInt32>, _ pixels: Int,
    channels: Int
  ) { unsafe Vectors.chosen.kernels.box.total(columns, totals, pixels, channels: channels) }

  func mean(
    _ upper: UnsafePointer<UInt32>, _ lower: UnsafePointer<UInt32>,
    _ means: UnsafeMutablePointer<UInt8>, _ count: Int
  ) {
    let kernels = Vectors.chosen.kernels.box
    if isSingleEnough {
      unsafe kernels.mean(upper, lower, Float(reciprocal), means, count)
    } else {
      unsafe kernels.mean(upper, lower, reciprocal, means, count)
    }
  }
}

/// Sums stay below 2³⁹.
struct BoxMeans16: BoxMeans {
  private let reciprocal: Double

  init(radius: Int) { reciprocal = 1 / Double((2 * radius + 1) * (2 * radius + 1)) }

  static func slide(
    _ sums: UnsafeMutablePointer<UInt32>, _ entering: UnsafePointer<UInt16>,
    _ leaving: UnsafePointer<UInt16>, _ count: Int
  ) { unsafe Vectors.chosen.kernels.box.slide(sums, entering, leaving, count) }

  static func total(
    _ columns: UnsafePointer<UInt32>, _ totals: UnsafeMutablePointer<UInt64>, _ pixels: Int,
    channels: Int
  ) { unsafe Vectors.chosen.kernels.box.total(columns, totals, pixels, channels: channels) }

  func mean(
    _ upper: UnsafePointer<UInt64>, _ lower: UnsafePointer<UInt64>,
    _ means: UnsafeMutablePointer<UInt16>, _ count: Int
  ) { unsafe Vectors.chosen.kernels.box.mean(upper, lower, reciprocal, means, count) }
}
