import KernelTable
import Pixels
import Vectors

/// The rows of a warped picture.
///
/// The source is held with a frame of background around it, wider than any interpolation reaches:
/// then nothing need be asked per sample. Pixels from beyond are not worked out.
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
  private var samples = [Int](repeating: 0, count: stretch)
  /// How far places are from pixels, across and down, and what `WarpPlaces` wants room for.
  private var numbers = [Float](repeating: 0, count: 10 * stretch)

  init(
    _ source: any RowSource, _ warp: Warp, _ output: ImageShape, _ checkpoint: Checkpoint
  ) throws(ImageError) {
    self.warp = warp
    self.checkpoint = checkpoint
    shape = output
    input = source.shape
    image = StoredImage(try PixelBuffer(Self.padded(input)))
    let background = warp.backgroundSamples(input.format)
    let top = image.pixels[row: 0]
    try checkpoint.paced(image.shape.rowSamples, stretch: 16_384) { samples throws(ImageError) in
      switch input.format.depth {
      case .eight:
        top.with(UInt8.self) {
          for i in samples { $0[i] = UInt8(background[i % background.count]) }
        }
      case .sixteen:
        top.with(UInt16.self) { for i in samples { $0[i] = background[i % background.count] } }
      }
    }
    // Safe, here and below: rows are wider than the source by the frame on both sides.
    let side = Self.frame * input.format.bytesPerPixel
    for y in 1..<image.shape.height {
      let row = image.pixels[row: y]
      if (Self.frame..<Self.frame + input.height).contains(y) {
        unsafe row.base.copyMemory(from: top.base, byteCount: side)
        try source.read(
          into: unsafe MutableRow(base: row.base + side, byteCount: input.rowBytes))
        unsafe (row.base + side + input.rowBytes).copyMemory(from: top.base, byteCount: side)
      } else {
        row.copy(from: top)
      }
      try checkpoint.poll()
    }
  }

  static func bytes(_ shape: ImageShape) -> Int {
    padded(shape).bufferBytes
      + stretch * (MemoryLayout<Int>.stride + 10 * MemoryLayout<Float>.stride)
  }

  private static func padded(_ shape: ImageShape) -> ImageShape {
    ImageShape(
      width: shape.width + 2 * frame, height: shape.height + 2 * frame, format: shape.format)
  }

  func next(into row: MutableRow) throws(ImageError) {
    let y = Double(next) + 0.5
    let inside = inside(y)
    try checkpoint.paced(shape.width, stretch: Self.stretch) { stretch throws(ImageError) in
      let pixels = inside.clamped(to: stretch)
      blank(row, stretch.lowerBound..<pixels.lowerBound)
      blank(row, pixels.upperBound..<stretch.upperBound)
      if pixels.isEmpty { return }
      switch shape.format.depth {
      case .eight:
        unsafe fill(row, UInt8.self, pixels, y) {
          unsafe kernels.bicubic($0, stride: $1, channels: shape.channels, $2, $3, pixels.count)
        }
      case .sixteen:
        unsafe fill(row, UInt16.self, pixels, y) {
          unsafe kernels.bicubic($0, stride: $1, channels: shape.channels, $2, $3, pixels.count)
        }
      }
    }
    next += 1
  }

  /// What interpolation takes off coordinates to find the upper left pixel.
  private var half: Double { warp.interpolation == .nearest ? 0 : 0.5 }

  /// The pixels whose interpolation reaches into the source, or nearly so: one stretch of a row,
  /// since places on it lie on a straight line, also after rounding.
  private func inside(_ y: Double) -> Range<Int> {
    let across = inside(warp.origin.a, input.width) { warp.origin(Double($0) + 0.5, y).x }
    let down = inside(warp.origin.d, input.height) { warp.origin(Double($0) + 0.5, y).y }
    return across.clamped(to: down)
  }

  /// - Parameters:
  ///   - slope: of the coordinate along the row.
  ///   - side: of the source.
  private func inside(_ slope: Double, _ side: Int, _ coordinate: (Int) -> Double) -> Range<Int> {
    func from(_ pixel: Int) -> Bool { coordinate(pixel) - half >= -2 }
    func to(_ pixel: Int) -> Bool { coordinate(pixel) - half < Double(side + 1) }
    let rises = slope >= 0
    let first = firstPixel { rises ? from($0) : to($0) }
    return first..<max(first, firstPixel { rises ? !to($0) : !from($0) })
  }

  /// The first pixel of a row of which something holds that holds of all after it.
  private func firstPixel(_ holds: (Int) -> Bool) -> Int {
    var range = 0..<shape.width
    while !range.isEmpty {
      let middle = (range.lowerBound + range.upperBound) / 2
      range = holds(middle) ? range.lowerBound..<middle : middle + 1..<range.upperBound
    }
    return range.lowerBound
  }

  /// Copies background from the frame's top row, which may be shorter than `pixels`.
  private func blank(_ row: MutableRow, _ pixels: Range<Int>) {
    let (bytes, most) = (shape.format.bytesPerPixel, image.shape.width)
    for first in stride(from: pixels.lowerBound, to: pixels.upperBound, by: most) {
      // Safe: the pixels are the row's, and at most as many as the frame's.
      unsafe (row.base + first * bytes).copyMemory(
        from: image.pixels.start, byteCount: min(most, pixels.upperBound - first) * bytes)
    }
  }

  /// Where the pixels from `first` on come from.
  private func line(_ first: Int, _ y: Double, samplesPerRow: Int) -> WarpLine {
    let origin = warp.origin
    return WarpLine(
      x: Double(first) + 0.5,
      across: WarpLine.Share(x: origin.a, row: origin.b * y, shift: origin.c),
      down: WarpLine.Share(x: origin.d, row: origin.e * y, shift: origin.f), half: half,
      pixelStep: Double(shape.channels), rowStep: Double(samplesPerRow),
      first: Double(Self.frame * (samplesPerRow + shape.channels)))
  }

  /// - Parameter bicubic: is given the picture, the samples from one row of it to the next, the
  ///   pixels' places and where they go to.
  @unsafe
  @inline(__always)
  private func fill<S: Sample>(
    _ row: MutableRow, _ type: S.Type, _ pixels: Range<Int>, _ y: Double,
    bicubic: (UnsafePointer<S>, Int, WarpPlaces, UnsafeMutablePointer<S>) -> Void
  ) {
    // Safe: `row` has the shape's pixels, the picture's frame is four pixels wide, and
    // interpolation reaches one back and two on, and a few samples, from places within 2 and 1
    // pixels of the source. There is room for each pixel of a stretch.
    let channels = shape.channels
    let out = unsafe row.base.assumingMemoryBound(to: type) + pixels.lowerBound * channels
    let picture = unsafe UnsafePointer(image.pixels.start.assumingMemoryBound(to: type))
    let stride = image.pixels.stride / MemoryLayout<S>.size
    unsafe samples.withUnsafeMutableBufferPointer { samples in
      unsafe numbers.withUnsafeMutableBufferPointer { numbers in
        guard let samples = samples.baseAddress, let numbers = numbers.baseAddress else { return }
        let places = unsafe WarpPlaces(
          samples: samples, across: numbers, down: numbers + Self.stretch,
          weights: numbers + 2 * Self.stretch)
        unsafe kernels.find(
          line(pixels.lowerBound, y, samplesPerRow: stride), places, pixels.count)
        if warp.interpolation == .bicubic { return unsafe bicubic(picture, stride, places, out) }
        for i in 0..<pixels.count {
          let (to, from) = unsafe (out + i * channels, picture + places.samples[i])
          if warp.interpolation == .bilinear {
            unsafe bilinear(to, from, stride, places.across[i], places.down[i])
          } else {
            for c in 0..<channels { unsafe to[c] = from[c] }
          }
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
