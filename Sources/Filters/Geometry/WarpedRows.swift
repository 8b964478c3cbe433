import Pixels

/// The rows of a warped picture.
///
/// The source is held with a frame of background around it, wider than any interpolation reaches,
/// and places beyond are moved to the frame's outer part: then nothing need be asked per sample.
final class WarpedRows {
  private static let frame = 4

  private let warp: Warp
  private let shape: ImageShape
  private let input: ImageShape
  private let image: StoredImage
  private let checkpoint: Checkpoint
  private var next = 0

  init(
    _ source: any RowSource, _ warp: Warp, _ output: ImageShape, _ checkpoint: Checkpoint
  ) throws(ImageError) {
    self.warp = warp
    self.checkpoint = checkpoint
    shape = output
    input = source.shape
    image = StoredImage(try PixelBuffer(Self.padded(input)))
    let background = warp.backgroundSamples(input.format)
    for y in 0..<image.shape.height {
      let row = image.pixels[row: y]
      try checkpoint.paced(image.shape.rowSamples, stretch: 16_384) { samples throws(ImageError) in
        switch input.format.depth {
        case .eight:
          row.with(UInt8.self) {
            for i in samples { $0[i] = UInt8(background[i % background.count]) }
          }
        case .sixteen:
          row.with(UInt16.self) { for i in samples { $0[i] = background[i % background.count] } }
        }
      }
      guard (Self.frame..<Self.frame + input.height).contains(y) else { continue }
      // Safe: the row is wider than the source by the frame on both sides.
      try source.read(
        into: unsafe MutableRow(
          base: row.base + Self.frame * input.format.bytesPerPixel, byteCount: input.rowBytes))
    }
  }

  static func padded(_ shape: ImageShape) -> ImageShape {
    ImageShape(
      width: shape.width + 2 * frame, height: shape.height + 2 * frame, format: shape.format)
  }

  func next(into row: MutableRow) throws(ImageError) {
    let stretch = warp.interpolation == .bicubic ? 256 : 1024
    try checkpoint.paced(shape.width, stretch: stretch) { pixels throws(ImageError) in
      // Safe: `row` has the shape's pixels.
      switch shape.format.depth {
      case .eight: unsafe fill(row.base.assumingMemoryBound(to: UInt8.self), pixels)
      case .sixteen: unsafe fill(row.base.assumingMemoryBound(to: UInt16.self), pixels)
      }
    }
    next += 1
  }

  @unsafe
  @inline(__always)
  private func fill<S: Sample>(_ out: UnsafeMutablePointer<S>, _ pixels: Range<Int>) {
    let channels = shape.channels
    for x in pixels {
      var (u, v) = warp.origin(Double(x) + 0.5, Double(next) + 0.5)
      if warp.interpolation != .nearest { (u, v) = (u - 0.5, v - 0.5) }
      // Beyond these places all that interpolation reaches is background.
      let left = min(max(u.rounded(.down), -3), Double(input.width + 1))
      let top = min(max(v.rounded(.down), -3), Double(input.height + 1))
      let across = Float(min(max(u - left, 0), 1))
      let down = Float(min(max(v - top, 0), 1))
      let to = unsafe out + x * channels
      // Safe: the frame is four pixels wide, and interpolation reaches one back and two on.
      let row = unsafe image.pixels.start + (Int(top) + Self.frame) * image.pixels.stride
      let from = unsafe row.assumingMemoryBound(to: S.self) + (Int(left) + Self.frame) * channels
      switch warp.interpolation {
      case .nearest: for i in 0..<channels { unsafe to[i] = from[i] }
      case .bilinear: unsafe bilinear(to, from, across, down)
      case .bicubic: unsafe bicubic(to, from, across, down)
      }
    }
  }

  @unsafe
  @inline(__always)
  private func bilinear<S: Sample>(
    _ to: UnsafeMutablePointer<S>, _ from: UnsafePointer<S>, _ across: Float, _ down: Float
  ) {
    let channels = shape.channels
    let below = unsafe from + image.pixels.stride / MemoryLayout<S>.size
    for i in 0..<channels {
      let (a, b) = unsafe (Float(from[i]), Float(from[i &+ channels]))
      let (c, d) = unsafe (Float(below[i]), Float(below[i &+ channels]))
      let upper = a + (b - a) * across
      let lower = c + (d - c) * across
      unsafe to[i] = S(nearest: upper + (lower - upper) * down)
    }
  }

  @unsafe
  @inline(__always)
  private func bicubic<S: Sample>(
    _ to: UnsafeMutablePointer<S>, _ from: UnsafePointer<S>, _ across: Float, _ down: Float
  ) {
    let channels = shape.channels
    let stride = image.pixels.stride / MemoryLayout<S>.size
    let columns = cubic(across)
    let rows = cubic(down)
    for i in 0..<channels {
      var sum: Float = 0
      for j in 0..<4 {
        let row = unsafe from + ((j &- 1) &* stride &+ i)
        let left = unsafe Float(row[0 &- channels]) * columns[0] + Float(row[0]) * columns[1]
        let right =
          unsafe Float(row[channels]) * columns[2] + Float(row[2 &* channels]) * columns[3]
        sum += rows[j] * (left + right)
      }
      unsafe to[i] = S(nearest: sum)
    }
  }

  /// Weights of the pixels at −1, 0, 1 and 2 for a place `t` behind 0 (Catmull and Rom).
  @inline(__always)
  private func cubic(_ t: Float) -> SIMD4<Float> {
    let (t2, t3) = (t * t, t * t * t)
    return SIMD4(
      (2 * t2 - t3 - t) / 2, (3 * t3 - 5 * t2 + 2) / 2, (4 * t2 - 3 * t3 + t) / 2, (t3 - t2) / 2)
  }
}
