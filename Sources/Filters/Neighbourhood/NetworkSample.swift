import KernelTable
import Pixels
import Vectors

/// A sample that `MedianKernels` has loops for.
protocol NetworkSample: Sample {
  @unsafe static func exchange(
    _ steps: UnsafeBufferPointer<ExchangeStep>, _ planes: UnsafeMutablePointer<Self>, length: Int,
    _ count: Int)
  @unsafe static func sortThree(
    _ a: UnsafePointer<Self>, _ b: UnsafePointer<Self>, _ c: UnsafePointer<Self>,
    _ sorted: UnsafeMutablePointer<Self>, length: Int, _ count: Int)
  @unsafe static func median(
    _ sorted: UnsafePointer<Self>, length: Int, channels: Int,
    _ medians: UnsafeMutablePointer<Self>, _ count: Int)
}

extension UInt8: NetworkSample {
  static func exchange(
    _ steps: UnsafeBufferPointer<ExchangeStep>, _ planes: UnsafeMutablePointer<UInt8>, length: Int,
    _ count: Int
  ) { unsafe Vectors.chosen.kernels.median.exchange(steps, planes, length: length, count) }

  static func sortThree(
    _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, _ c: UnsafePointer<UInt8>,
    _ sorted: UnsafeMutablePointer<UInt8>, length: Int, _ count: Int
  ) { unsafe Vectors.chosen.kernels.median.sortThree(a, b, c, sorted, length: length, count) }

  static func median(
    _ sorted: UnsafePointer<UInt8>, length: Int, channels: Int,
    _ medians: UnsafeMutablePointer<UInt8>, _ count: Int
  ) {
    unsafe Vectors.chosen.kernels.median.median(
      sorted, length: length, channels: channels, medians, count)
  }
}

extension UInt16: NetworkSample {
  static func exchange(
    _ steps: UnsafeBufferPointer<ExchangeStep>, _ planes: UnsafeMutablePointer<UInt16>, length: Int,
    _ count: Int
  ) { unsafe Vectors.chosen.kernels.median.exchange(steps, planes, length: length, count) }

  static func sortThree(
    _ a: UnsafePointer<UInt16>, _ b: UnsafePointer<UInt16>, _ c: UnsafePointer<UInt16>,
    _ sorted: UnsafeMutablePointer<UInt16>, length: Int, _ count: Int
  ) { unsafe Vectors.chosen.kernels.median.sortThree(a, b, c, sorted, length: length, count) }

  static func median(
    _ sorted: UnsafePointer<UInt16>, length: Int, channels: Int,
    _ medians: UnsafeMutablePointer<UInt16>, _ count: Int
  ) {
    unsafe Vectors.chosen.kernels.median.median(
      sorted, length: length, channels: channels, medians, count)
  }
}
