import KernelTable
import Pixels
import Vectors

/// Which of a window's samples is wanted.
enum Extreme: Sendable {
  case smallest, largest
}

/// The smallest or largest sample of a square window, in a time that does not depend on its size.
///
/// Along a row the window's extreme comes from those of windows half as wide, twice each. Down the
/// columns rows are taken in blocks as high as the window: a window is the end of one block and the
/// start of the next, so its extreme is that of a running extreme from the block's end upwards and
/// one from the next block's start downwards (M. van Herk, Pattern Recognition Letters 13, 1992;
/// J. Gil and M. Werman, IEEE PAMI 15, 1993). Beyond the edge the edge's pixels are repeated, which
/// adds no new value to a window.
final class Extremes {
  private let shape: ImageShape
  private let source: any RowSource
  private let checkpoint: Checkpoint
  private let extreme: Extreme
  /// Half of the window's height and width, no more than the image has.
  private let reach: Int
  private let side: Int
  /// Rows of a block, from their own to the block's end; those behind the current one are already
  /// the next block's, as they are.
  private let block: PixelBuffer
  /// The extreme of the next block's rows so far.
  private let running: PixelBuffer
  /// The row last read, its extremes along the row, and room for making them.
  private let rows: PixelBuffer
  private let kernels = Vectors.chosen.kernels.extreme
  private var rowsRead = 0
  private var rowsYielded = 0

  init(
    _ source: any RowSource, _ extreme: Extreme, radius: Int, _ checkpoint: Checkpoint
  ) throws(ImageError) {
    shape = source.shape
    self.source = source
    self.extreme = extreme
    self.checkpoint = checkpoint
    reach = radius
    side = min(2 * radius + 1, 2 * shape.height + 1)
    block = try PixelBuffer(Self.stacked(shape, rows: side))
    running = try PixelBuffer(Self.stacked(shape, rows: 1))
    rows = try PixelBuffer(Self.padded(shape, radius: radius))
  }

  static func bytes(_ shape: ImageShape, radius: Int) -> Int {
    stacked(shape, rows: min(2 * radius + 1, 2 * shape.height + 1)).bufferBytes
      + stacked(shape, rows: 1).bufferBytes + padded(shape, radius: radius).bufferBytes
  }

  private static func stacked(_ shape: ImageShape, rows: Int) -> ImageShape {
    ImageShape(width: shape.width, height: rows, format: shape.format)
  }

  private static func padded(_ shape: ImageShape, radius: Int) -> ImageShape {
    ImageShape(width: shape.width + 2 * radius, height: 2, format: shape.format)
  }

  /// The next row of extremes.
  func next(into row: MutableRow) throws(ImageError) {
    let slot = rowsYielded % side
    if slot == 0 { try turnBlock() }
    row.copy(from: block[row: slot])
    if slot > 0 { unsafe combine(row, running[row: 0]) }
    if rowsYielded + 1 < shape.height {
      try readAhead(rowsYielded + side)
      let newest = rows[row: 0]
      block[row: slot].copy(from: unsafe MutableRow(base: newest.base, byteCount: shape.rowBytes))
      if slot == 0 {
        running[row: 0].copy(from: block[row: 0])
      } else {
        unsafe combine(running[row: 0], block[row: slot])
      }
    }
    rowsYielded += 1
    try checkpoint.poll()
  }

  /// Turns a block's rows into the extremes from each to the block's end.
  private func turnBlock() throws(ImageError) {
    if rowsYielded == 0 {
      for index in 0..<side {
        try readAhead(index)
        let newest = rows[row: 0]
        block[row: index].copy(
          from: unsafe MutableRow(base: newest.base, byteCount: shape.rowBytes))
      }
    }
    for index in stride(from: side - 2, through: 0, by: -1) {
      unsafe combine(block[row: index], block[row: index + 1])
      try checkpoint.poll()
    }
  }

  /// Has the row that stands `index` rows below the topmost window's top in `rows[0]`.
  private func readAhead(_ index: Int) throws(ImageError) {
    let y = min(max(index - side / 2, 0), shape.height - 1)
    while rowsRead <= y {
      try readRow()
      rowsRead += 1
    }
  }

  /// Reads a row and works out the extremes along it.
  private func readRow() throws(ImageError) {
    let margin = reach * shape.format.bytesPerPixel
    let padded = rows[row: 0]
    // Safe: rows are wider than the image by the margin on both sides.
    let image = unsafe MutableRow(base: padded.base + margin, byteCount: shape.rowBytes)
    try source.read(into: image)
    switch shape.format.depth {
    case .eight: try unsafe reduceRow(padded, image, UInt8.self)
    case .sixteen: try unsafe reduceRow(padded, image, UInt16.self)
    }
  }

  /// Leaves the extreme of the pixels i … i + 2 · reach of the padded row at i.
  @unsafe
  private func reduceRow<S: Sample>(
    _ padded: MutableRow, _ image: MutableRow, _ type: S.Type
  ) throws(ImageError) {
    let channels = shape.channels
    unsafe replicateEdges(
      image.base.assumingMemoryBound(to: type), width: shape.width, channels: channels,
      margin: reach)
    let total = (shape.width + 2 * reach) * channels
    let window = 2 * reach + 1
    var width = 1
    var (from, to) = (padded, rows[row: 1])
    while width < window {
      let step = min(width, window - width)
      let count = total - (width + step - 1) * channels
      try checkpoint.paced(count, stretch: 65_536) { range throws(ImageError) in
        unsafe pair(from, to, range, step * channels)
      }
      width += step
      swap(&from, &to)
    }
    if width > 1, unsafe from.base != padded.base {
      unsafe padded.base.copyMemory(from: from.base, byteCount: shape.rowBytes)
    }
  }

  /// `to[i]` is the extreme of `from[i]` and `from[i + step]`, for the samples of a range.
  @unsafe
  private func pair(_ from: MutableRow, _ to: MutableRow, _ range: Range<Int>, _ step: Int) {
    let (first, count) = (range.lowerBound, range.count)
    unsafe reduce(from, first, from, first + step, to, first, count)
  }

  /// `row` becomes the extreme of itself and another.
  @unsafe
  private func combine(_ row: MutableRow, _ other: MutableRow) {
    unsafe reduce(row, 0, other, 0, row, 0, shape.rowSamples)
  }

  /// The extremes of samples of `one` and `other`, from the places given.
  @unsafe
  private func reduce(
    _ one: MutableRow, _ i: Int, _ other: MutableRow, _ j: Int, _ out: MutableRow, _ k: Int,
    _ count: Int
  ) {
    switch shape.format.depth {
    case .eight:
      let a: UnsafeMutablePointer<UInt8> = unsafe at(one, i)
      let b: UnsafeMutablePointer<UInt8> = unsafe at(other, j)
      let out: UnsafeMutablePointer<UInt8> = unsafe at(out, k)
      switch extreme {
      case .smallest: unsafe kernels.smaller(a, b, out, count)
      case .largest: unsafe kernels.larger(a, b, out, count)
      }
    case .sixteen:
      let a: UnsafeMutablePointer<UInt16> = unsafe at(one, i)
      let b: UnsafeMutablePointer<UInt16> = unsafe at(other, j)
      let out: UnsafeMutablePointer<UInt16> = unsafe at(out, k)
      switch extreme {
      case .smallest: unsafe kernels.smaller(a, b, out, count)
      case .largest: unsafe kernels.larger(a, b, out, count)
      }
    }
  }

  @unsafe
  private func at<S: Sample>(_ row: MutableRow, _ sample: Int) -> UnsafeMutablePointer<S> {
    unsafe row.base.assumingMemoryBound(to: S.self) + sample
  }
}
