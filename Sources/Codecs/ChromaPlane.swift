import Pixels

/// So many rows of a plane of chroma that 8 of them are left when they are averaged.
///
/// Two or four samples become one. Halves go up and down in turns, as in libjpeg, so that nothing
/// drifts. Samples right of the picture and below it repeat the last one in it.
@safe
final class ChromaPlane {
  private let planes: JPEGPlanes
  private let samples: PixelBuffer

  init(_ planes: JPEGPlanes) throws(ImageError) {
    self.planes = planes
    let (across, down) = planes.chromaReduction
    // As wide as what is read, and as what is averaged.
    let width =
      8 * max(planes.mcus(planes.source).across, planes.mcus(planes.target).across * across)
    samples = try PixelBuffer(ImageShape(width: width, height: 8 * down, format: .gray8))
  }

  var stride: Int { samples.stride }

  /// Good while this object is there.
  @unsafe
  func row(_ y: Int) -> UnsafeMutablePointer<UInt8> {
    unsafe samples[row: y].base.assumingMemoryBound(to: UInt8.self)
  }

  /// Averages to 8 rows.
  ///
  /// - Parameter first: row of the whole plane that is the first one here.
  @unsafe
  func reduce(to start: UnsafeMutablePointer<UInt8>, stride: Int, from first: Int) {
    let (across, down) = planes.chromaReduction
    repeatEdges(from: first)
    for y in 0..<8 {
      // Safe: both rows have `across` times as many samples as the target's.
      let out = unsafe start + y * stride
      let (a, b) = unsafe (row(y * down), row(y * down + down - 1))
      switch (across, down) {
      case (1, _): unsafe averageRows(a, b, out, stride, UInt16(y & 1))
      case (_, 1): unsafe averagePairs(a, out, stride)
      default: unsafe averageSquares(a, b, out, stride)
      }
    }
  }

  private func repeatEdges(from first: Int) {
    let (horizontal, vertical) = planes.source.lumaFactors
    let width = (planes.width - 1) / horizontal + 1
    let height = (planes.height - 1) / vertical + 1 - first
    for y in 0..<min(height, samples.height) {
      // Safe: the plane is at least as wide as the picture's chroma.
      let row = unsafe row(y)
      unsafe (row + width).update(repeating: row[width - 1], count: samples.width - width)
    }
    for y in min(height, samples.height)..<samples.height {
      samples[row: y].copy(from: samples[row: height - 1])
    }
  }
}

// Safe where `out` has `count` samples and the others have as many, or twice as many where pairs of
// them become one.

@unsafe
private func averageRows(
  _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, _ out: UnsafeMutablePointer<UInt8>,
  _ count: Int, _ bias: UInt16
) {
  for i in 0..<count {
    unsafe out[i] = UInt8(truncatingIfNeeded: (UInt16(a[i]) &+ UInt16(b[i]) &+ bias) &>> 1)
  }
}

@unsafe
private func averagePairs(
  _ a: UnsafePointer<UInt8>, _ out: UnsafeMutablePointer<UInt8>, _ count: Int
) {
  for i in 0..<count {
    let sum = unsafe UInt16(a[2 &* i]) &+ UInt16(a[2 &* i &+ 1])
    unsafe out[i] = UInt8(truncatingIfNeeded: (sum &+ UInt16(truncatingIfNeeded: i & 1)) &>> 1)
  }
}

@unsafe
private func averageSquares(
  _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, _ out: UnsafeMutablePointer<UInt8>,
  _ count: Int
) {
  for i in 0..<count {
    let upper = unsafe UInt16(a[2 &* i]) &+ UInt16(a[2 &* i &+ 1])
    let lower = unsafe UInt16(b[2 &* i]) &+ UInt16(b[2 &* i &+ 1])
    let bias = UInt16(truncatingIfNeeded: 1 &+ (i & 1))
    unsafe out[i] = UInt8(truncatingIfNeeded: (upper &+ lower &+ bias) &>> 2)
  }
}
