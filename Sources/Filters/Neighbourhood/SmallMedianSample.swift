import KernelTable
import Pixels
import Vectors

/// A sample that `MedianKernels` has small windows' medians of.
protocol SmallMedianSample: Sample {
  @unsafe static func medianOfNine(
    _ rows: UnsafeBufferPointer<UnsafePointer<Self>>, _ start: Int, channels: Int,
    _ medians: UnsafeMutablePointer<Self>, _ count: Int)
  @unsafe static func sortFive(
    _ rows: UnsafeBufferPointer<UnsafePointer<Self>>, _ start: Int,
    _ sorted: UnsafeMutablePointer<Self>, length: Int, _ count: Int)
  @unsafe static func medianOfFive(
    _ sorted: UnsafePointer<Self>, length: Int, channels: Int,
    _ medians: UnsafeMutablePointer<Self>, _ count: Int)
}

extension UInt8: SmallMedianSample {
  static func medianOfNine(
    _ rows: UnsafeBufferPointer<UnsafePointer<UInt8>>, _ start: Int, channels: Int,
    _ medians: UnsafeMutablePointer<UInt8>, _ count: Int
  ) {
    unsafe Vectors.chosen.kernels.median.medianOfNine(
      rows, start, channels: channels, medians, count)
  }

  static func sortFive(
    _ rows: UnsafeBufferPointer<UnsafePointer<UInt8>>, _ start: Int,
    _ sorted: UnsafeMutablePointer<UInt8>, length: Int, _ count: Int
  ) { unsafe Vectors.chosen.kernels.median.sortFive(rows, start, sorted, length: length, count) }

  static func medianOfFive(
    _ sorted: UnsafePointer<UInt8>, length: Int, channels: Int,
    _ medians: UnsafeMutablePointer<UInt8>, _ count: Int
  ) {
    unsafe Vectors.chosen.kernels.median.medianOfFive(
      sorted, length: length, channels: channels, medians, count)
  }
}

extension UInt16: SmallMedianSample {
  static func medianOfNine(
    _ rows: UnsafeBufferPointer<UnsafePointer<UInt16>>, _ start: Int, channels: Int,
    _ medians: UnsafeMutablePointer<UInt16>, _ count: Int
  ) {
    unsafe Vectors.chosen.kernels.median.medianOfNine(
      rows, start, channels: channels, medians, count)
  }

  static func sortFive(
    _ rows: UnsafeBufferPointer<UnsafePointer<UInt16>>, _ start: Int,
    _ sorted: UnsafeMutablePointer<UInt16>, length: Int, _ count: Int
  ) { unsafe Vectors.chosen.kernels.median.sortFive(rows, start, sorted, length: length, count) }

  static func medianOfFive(
    _ sorted: UnsafePointer<UInt16>, length: Int, channels: Int,
    _ medians: UnsafeMutablePointer<UInt16>, _ count: Int
  ) {
    unsafe Vectors.chosen.kernels.median.medianOfFive(
      sorted, length: length, channels: channels, medians, count)
  }
}
