import Pixels

/// The numbers that a blur is done in, and the inner loops.
///
/// A symmetric kernel gives the same weight to both samples at a distance, so they are added first
/// and multiplied once. Going down columns the rows of a pair are rows of the image; going along a
/// row they are the same row, shifted. Three pairs to a pass keep the sums in registers for
/// longer, and are as many rows as the compiler is willing to check for overlap before it
/// vectorises.
///
/// A blurred sample stays a `Sum` until `round` or `sharpen` asks for it. All loops are safe where
/// every row has `count` elements from the pointer on, and `count` is at most `BlurTile.length`.
protocol BlurArithmetic {
  associatedtype Input: Sample
  /// Kept between the pass down the columns and the one along the row.
  associatedtype Sum: BitwiseCopyable

  init(_ kernel: GaussianKernel) throws(ImageError)

  /// Memory besides the rows.
  static func bytes(radius: Int) -> Int

  /// The centre's part of the sums.
  @unsafe func start(
    _ sums: UnsafeMutablePointer<Sum>, _ count: Int, _ centre: UnsafePointer<Input>)
  @unsafe func start(_ sums: UnsafeMutablePointer<Sum>, _ count: Int, _ centre: UnsafePointer<Sum>)

  /// Adds the parts of the pairs at distances `first`, `first + 1` and `first + 2`.
  @unsafe func add(
    _ sums: UnsafeMutablePointer<Sum>, _ count: Int, _ pairs: ThreePairs<Input>, first: Int)
  @unsafe func add(
    _ sums: UnsafeMutablePointer<Sum>, _ count: Int, _ pairs: ThreePairs<Sum>, first: Int)

  /// Rounds to the nearest level.
  @unsafe static func round(
    _ out: UnsafeMutablePointer<Input>, _ count: Int, _ sums: UnsafePointer<Sum>)

  /// Adds `amount` times the difference from the sums to the original, where that reaches the
  /// threshold, in levels of the input's depth.
  @unsafe static func sharpen(
    _ out: UnsafeMutablePointer<Input>, _ count: Int, _ original: UnsafePointer<Input>,
    _ sums: UnsafePointer<Sum>, amount: Float, threshold: Float)
}

enum BlurTile {
  /// Samples blurred at a time: few enough for all sums to stay in the first-level cache.
  static let length = 256
}

/// Three pairs of rows, from the centre outwards: `near` on one side, `far` on the other.
@unsafe
struct ThreePairs<Element> {
  let near: (UnsafePointer<Element>, UnsafePointer<Element>, UnsafePointer<Element>)
  let far: (UnsafePointer<Element>, UnsafePointer<Element>, UnsafePointer<Element>)

  @inline(__always)
  init(first: Int, _ row: (Int) -> UnsafePointer<Element>) {
    unsafe near = (row(-first), row(-first - 1), row(-first - 2))
    unsafe far = (row(first), row(first + 1), row(first + 2))
  }
}

extension GaussianKernel {
  /// Distances of a kernel's weights in threes after the centre: 1, 4, 7 … The last three may
  /// reach beyond the radius, with weights of 0.
  var threes: StrideTo<Int> { stride(from: 1, to: radius + 1, by: 3) }

  /// Distances including those that only fill up the last three.
  static func paddedCount(radius: Int) -> Int { 1 + (radius + 2) / 3 * 3 }
}
