import KernelTable
import Pixels
import Vectors

/// A picture's rows, each pixel changed as the curves of the tiles around it say.
final class LocalCurveRows: RowSource {
  /// Pixels between the middles of two columns of tiles, or beyond an outer one.
  private struct Stretch {
    var pixels: Range<Int>
    let left, right: Int
  }

  private let image: StoredImage
  private let checkpoint: Checkpoint
  private let tiles: LocalCurves
  private let curves: [UInt16]
  private let luma: LumaLine
  private var stretches: [Stretch] = []
  /// For each pixel of a row how far it is from the left column of tiles to the right one.
  private let across: ScratchRow<Float>
  private let changes: ScratchRow<Float>
  private var y = 0
  /// The rows of tiles that the last row lay between.
  private var between = (top: -1, bottom: -1)
  /// For each stretch and tone the entries of the four curves there, at 8 bits.
  private var corners: [UInt32] = []

  var shape: ImageShape { image.shape }

  init(
    _ filter: LocalEqualise, _ image: StoredImage, _ checkpoint: Checkpoint
  ) throws(ImageError) {
    self.image = image
    self.checkpoint = checkpoint
    tiles = LocalCurves(filter, image.shape)
    luma = try LumaLine(.rec709, image.shape)
    curves = try tiles.curves(of: image, luma, checkpoint)
    across = try ScratchRow(count: image.shape.width, margin: 0)
    changes = try ScratchRow(count: image.shape.width, margin: 0)
    try checkpoint.paced(image.shape.width, stretch: 2048) { pixels throws(ImageError) in
      for x in pixels {
        let (left, right, share) = tiles.between(x, tiles.width, tiles.columns)
        // Safe: the row has room for that many.
        unsafe across.start[x] = share
        if let last = stretches.last, (last.left, last.right) == (left, right) {
          stretches[stretches.count - 1].pixels = last.pixels.lowerBound..<x + 1
        } else {
          stretches.append(Stretch(pixels: x..<x + 1, left: left, right: right))
        }
      }
    }
  }

  /// Memory it takes, but for the picture.
  static func bytes(_ filter: LocalEqualise, _ shape: ImageShape) -> Int {
    let tones = shape.format.depth.maximum + 1
    return filter.columns * filter.rows * tones * 2 + tones * 8
      + SampleCounts.bytes(PixelFormat(.gray, shape.format.depth)) + LumaLine.bytes(shape)
      + 2 * ScratchRow<Float>.bytes(count: shape.width, margin: 0)
      + (filter.columns + 1) * 256 * 4
  }

  func read(into row: MutableRow) throws(ImageError) {
    try image.read(into: row)
    let (top, bottom, down) = tiles.between(y, tiles.height, tiles.rows)
    y += 1
    if (top, bottom) != between { joinCorners(top, bottom) }
    for (number, stretch) in stretches.enumerated() {
      let start = stretch.pixels.lowerBound
      try checkpoint.paced(stretch.pixels.count, stretch: 1024) { pixels throws(ImageError) in
        let pixels = start + pixels.lowerBound..<start + pixels.upperBound
        luma.fill(pixels, of: row)
        switch shape.format.depth {
        case .eight: changeBytes(row, pixels, number, down)
        case .sixteen: changeWords(row, pixels, stretch, down)
        }
      }
    }
  }

  /// Prepares rows between the middles of other rows of tiles than the last one was.
  private func joinCorners(_ top: Int, _ bottom: Int) {
    between = (top, bottom)
    guard shape.format.depth == .eight else { return }
    corners.removeAll(keepingCapacity: true)
    for stretch in stretches {
      let starts = starts(stretch)
      for tone in 0...255 {
        corners.append(
          UInt32(curves[starts.0 + tone]) | UInt32(curves[starts.1 + tone]) << 8
            | UInt32(curves[starts.2 + tone]) << 16 | UInt32(curves[starts.3 + tone]) << 24)
      }
    }
  }

  /// Where the curves of the four tiles around a stretch begin.
  private func starts(_ stretch: Stretch) -> (Int, Int, Int, Int) {
    let tones = shape.format.depth.maximum + 1
    let (above, below) = (between.top * tiles.columns, between.bottom * tiles.columns)
    return (
      (above + stretch.left) * tones, (above + stretch.right) * tones,
      (below + stretch.left) * tones, (below + stretch.right) * tones
    )
  }

  // Both change pixels whose luma has just been looked at. Safe: the rows and `across` have these
  // pixels, `changes` has room for them, and there is an entry for every tone.

  private func changeBytes(
    _ row: MutableRow, _ pixels: Range<Int>, _ stretch: Int, _ down: Float
  ) {
    let loops = Vectors.chosen.kernels.localCurve
    unsafe corners.withUnsafeBufferPointer { corners in
      guard let corners = corners.baseAddress else { return }
      unsafe loops.change(
        luma.row.base.assumingMemoryBound(to: UInt8.self), corners + 256 * stretch,
        across: across.start + pixels.lowerBound, down: down, changes.start, pixels.count)
    }
    let samples = unsafe row.base.assumingMemoryBound(to: UInt8.self)
    unsafe loops.add(
      changes.start, samples + pixels.lowerBound * shape.channels, channels: shape.channels,
      pixels.count)
  }

  private func changeWords(
    _ row: MutableRow, _ pixels: Range<Int>, _ stretch: Stretch, _ down: Float
  ) {
    let loops = Vectors.chosen.kernels.localCurve
    let starts = starts(stretch)
    unsafe curves.withUnsafeBufferPointer { curves in
      guard let first = curves.baseAddress else { return }
      let corners = unsafe CurveCorners(
        above: (first + starts.0, first + starts.1), below: (first + starts.2, first + starts.3))
      unsafe loops.change(
        luma.row.base.assumingMemoryBound(to: UInt16.self), corners,
        across: across.start + pixels.lowerBound, down: down, changes.start, pixels.count)
    }
    let samples = unsafe row.base.assumingMemoryBound(to: UInt16.self)
    unsafe loops.add(
      changes.start, samples + pixels.lowerBound * shape.channels, channels: shape.channels,
      pixels.count)
  }
}
