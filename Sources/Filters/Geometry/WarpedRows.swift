import KernelTable
import Pixels
import Vectors

/// The rows of a warped picture.
///
/// The source is held with a frame of background around it, wider than any interpolation reaches,
/// and places beyond are moved to the frame's outer part: then nothing need be asked per sample.
final class WarpedRows {
  private static let frame = 4
  /// Pixels between two polls.
  private static let stretch = 256

  private let warp: Warp
  private let shape: ImageShape
  private let input: ImageShape
  private let image: StoredImage
  private let checkpoint: Checkpoint
  private let kernels = Vectors.chosen.kernels.warp
  private var next = 0
  private var places = [WarpPlace](
    repeating: WarpPlace(sample: 0, across: 0, down: 0), count: stretch)

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

  static func bytes(_ shape: ImageShape) -> Int {
    padded(shape).bufferBytes + stretch * MemoryLayout<WarpPlace>.stride
  }

  private static func padded(_ shape: ImageShape) -> ImageShape {
    ImageShape(
      width: shape.width + 2 * frame, height: shape.height + 2 * frame, format: shape.format)
  }

  func next(into row: MutableRow) throws(ImageError) {
    try checkpoint.paced(shape.width, stretch: Self.stretch) { pixels throws(ImageError) in
      find(pixels)
      switch shape.format.depth {
      case .eight:
        unsafe fill(row, UInt8.self, pixels) {
          unsafe kernels.bicubic($0, stride: $1, channels: shape.channels, $2, $3, pixels.count)
        }
      case .sixteen:
        unsafe fill(row, UInt16.self, pixels) {
          unsafe kernels.bicubic($0, stride: $1, channels: shape.channels, $2, $3, pixels.count)
        }
      }
    }
    next += 1
  }

  /// Where the pixels come from.
  private func find(_ pixels: Range<Int>) {
    let (warp, channels) = (warp, shape.channels)
    let samples = image.pixels.stride / shape.format.depth.bytes
    let (mostLeft, mostDown) = (Double(input.width + 1), Double(input.height + 1))
    let half = warp.interpolation == .nearest ? 0 : 0.5
    let y = Double(next) + 0.5
    // Safe: there is a place for each pixel of a stretch.
    unsafe places.withUnsafeMutableBufferPointer { places in
      for (i, x) in pixels.enumerated() {
        var (u, v) = warp.origin(Double(x) + 0.5, y)
        (u, v) = (u - half, v - half)
        // Beyond these places all that interpolation reaches is background.
        let left = min(max(u.rounded(.down), -3), mostLeft)
        let top = min(max(v.rounded(.down), -3), mostDown)
        unsafe places[i] = WarpPlace(
          sample: (Int(top) + Self.frame) * samples + (Int(left) + Self.frame) * channels,
          across: Float(min(max(u - left, 0), 1)), down: Float(min(max(v - top, 0), 1)))
      }
    }
  }

  /// - Parameter bicubic: is given the picture, the samples from one row of it to the next, the
  ///   pixels' places and where they go to.
  @unsafe
  @inline(__always)
  private func fill<S: Sample>(
    _ row: MutableRow, _ type: S.Type, _ pixels: Range<Int>,
    bicubic: (UnsafePointer<S>, Int, UnsafePointer<WarpPlace>, UnsafeMutablePointer<S>) -> Void
  ) {
    // Safe: `row` has the shape's pixels, the picture's frame is four pixels wide, and
    // interpolation reaches one back and two on, and a sample.
    let channels = shape.channels
    let out = unsafe row.base.assumingMemoryBound(to: type) + pixels.lowerBound * channels
    let picture = unsafe UnsafePointer(image.pixels.start.assumingMemoryBound(to: type))
    let stride = image.pixels.stride / MemoryLayout<S>.size
    unsafe places.withUnsafeBufferPointer { places in
      if warp.interpolation == .bicubic {
        guard let first = places.baseAddress else { return }
        return unsafe bicubic(picture, stride, first, out)
      }
      for i in 0..<pixels.count {
        let place = unsafe places[i]
        let (to, from) = unsafe (out + i * channels, picture + place.sample)
        if warp.interpolation == .bilinear {
          unsafe bilinear(to, from, stride, place.across, place.down)
        } else {
          for c in 0..<channels { unsafe to[c] = from[c] }
        }
      }
    }
  }

  @unsafe
  @inline(__always)
  private func bilinear<S: Sample>(
    _ to: UnsafeMutablePointer<S>, _ from: UnsafePointer<S>, _ stride: Int, _ across: Float,
    _ down: Float
  ) {
    let channels = shape.channels
    let below = unsafe from + stride
    for i in 0..<channels {
      let (a, b) = unsafe (Float(from[i]), Float(from[i &+ channels]))
      let (c, d) = unsafe (Float(below[i]), Float(below[i &+ channels]))
      let upper = a + (b - a) * across
      let lower = c + (d - c) * across
      unsafe to[i] = S(nearest: upper + (lower - upper) * down)
    }
  }
}
