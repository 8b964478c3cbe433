import Pixels

/// Finds the edges of a gray picture, all of them before the first row is yielded: whether a faint
/// pixel belongs to an edge may be decided at the other end of the picture.
final class CannyEdges {
  private enum Mark {
    static let faint: UInt8 = 1
    static let edge: UInt8 = 2
  }

  private let shape: ImageShape
  private let low, high: Int
  private let checkpoint: Checkpoint
  /// A mark for each pixel, with a frame of pixels that are none.
  private let marks: ScratchRow<UInt8>
  private let stride: Int
  /// Alpha of each pixel, where the picture has it.
  private let alpha: ScratchRow<UInt16>?
  private let gradients: [GradientRow]
  private let nothing: GradientRow
  /// Edge pixels whose neighbours were not looked at yet, as places among the marks.
  private var open: [Int] = []
  private var nextRow = 0

  /// - Parameters:
  ///   - low: steepness in the picture's own levels; so is `high`.
  init(
    _ source: any RowSource, low: Double, high: Double, _ checkpoint: Checkpoint
  ) throws(ImageError) {
    shape = source.shape
    self.low = Int((low * low).rounded(.down))
    self.high = Int((high * high).rounded(.down))
    self.checkpoint = checkpoint
    stride = shape.width + 2
    marks = try ScratchRow(count: stride * (shape.height + 2), margin: 0)
    alpha =
      shape.format.model.hasAlpha ? try ScratchRow(count: shape.pixelCount, margin: 0) : nil
    var rows: [GradientRow] = []
    for _ in 0..<3 { rows.append(try GradientRow(width: shape.width)) }
    gradients = rows
    nothing = try GradientRow(width: shape.width)
    try mark(source)
    try follow()
  }

  /// Marks, rows of gradients, and the list of open pixels, were all of them edges.
  static func bytes(_ shape: ImageShape) -> Int {
    (shape.width + 2) * (shape.height + 2) + shape.pixelCount * 8
      + (shape.format.model.hasAlpha ? shape.pixelCount * 2 : 0)
      + 4 * GradientRow.bytes(width: shape.width) + RowWindow.bytes(shape, rows: 3, margin: 1)
  }

  func next(into row: MutableRow) throws(ImageError) {
    let first = (nextRow + 1) * stride + 1
    let pixel = nextRow * shape.width
    try checkpoint.paced(shape.width, stretch: 8192) { pixels throws(ImageError) in
      for x in pixels {
        // Safe: marks and alpha have all of the picture's pixels.
        let isEdge = unsafe marks.start[first + x] == Mark.edge
        switch (shape.format.depth, alpha) {
        case (.eight, _): row.with(UInt8.self) { $0[x] = isEdge ? 255 : 0 }
        case (.sixteen, nil): row.with(UInt16.self) { $0[x] = isEdge ? 65_535 : 0 }
        case (.sixteen, let alpha?):
          let opacity = unsafe alpha.start[pixel + x]
          row.with(UInt16.self) {
            $0[2 * x] = isEdge ? opacity : 0
            $0[2 * x + 1] = opacity
          }
        }
      }
    }
    nextRow += 1
  }

  // MARK: Steep pixels

  private func mark(_ source: any RowSource) throws(ImageError) {
    let window = try RowWindow(source, above: 1, below: 1, margin: 1, checkpoint)
    for y in 0...shape.height {
      if y < shape.height {
        try window.advance()
        keepAlpha(window, y)
        try checkpoint.paced(shape.width, stretch: 2048) { pixels throws(ImageError) in
          switch shape.format.depth {
          case .eight: gradients[y % 3].fill(window, UInt8.self, pixels)
          case .sixteen: gradients[y % 3].fill(window, UInt16.self, pixels)
          }
        }
      }
      guard y > 0 else { continue }
      let row = y - 1
      let above = row > 0 ? gradients[(row - 1) % 3] : nothing
      let below = y < shape.height ? gradients[y % 3] : nothing
      try checkpoint.paced(shape.width, stretch: 2048) { pixels throws(ImageError) in
        thin(row, above, gradients[row % 3], below, pixels)
      }
    }
  }

  private func keepAlpha(_ window: RowWindow, _ y: Int) {
    guard let alpha else { return }
    // Safe: pictures with alpha come at 16 bits, and each row has its place.
    let row = unsafe window.row(0, as: UInt16.self)
    let to = unsafe alpha.start + y * shape.width
    for x in 0..<shape.width { unsafe to[x] = row[2 * x + 1] }
  }

  /// Marks the pixels of a row that are steeper than their neighbours across the edge.
  private func thin(
    _ y: Int, _ above: GradientRow, _ row: GradientRow, _ below: GradientRow, _ pixels: Range<Int>
  ) {
    // Safe: gradients have a pixel of margin on both sides, and the marks have a frame.
    for x in pixels {
      let steepness = unsafe row.squares.start[x]
      guard steepness > low, unsafe isPeak(x, steepness, above, row, below) else { continue }
      let place = (y + 1) * stride + x + 1
      unsafe marks.start[place] = steepness > high ? Mark.edge : Mark.faint
      if steepness > high { open.append(place) }
    }
  }

  /// Of two equally steep pixels side by side, the right or the lower one is the peak.
  @unsafe
  @inline(__always)
  private func isPeak(
    _ x: Int, _ steepness: Int, _ above: GradientRow, _ row: GradientRow, _ below: GradientRow
  ) -> Bool {
    let gx = unsafe Int(row.across.start[x])
    let gy = unsafe Int(row.down.start[x])
    // tan 22.5° in 15 binary places; tan 67.5° is two more than that.
    let flat = abs(gx) * 13_573
    let slope = abs(gy) << 15
    if slope < flat {
      return unsafe steepness > row.squares.start[x - 1] && steepness >= row.squares.start[x + 1]
    }
    if slope > flat + abs(gx) << 16 {
      return unsafe steepness > above.squares.start[x] && steepness >= below.squares.start[x]
    }
    let step = gx ^ gy < 0 ? -1 : 1
    return unsafe steepness > above.squares.start[x - step]
      && steepness > below.squares.start[x + step]
  }

  // MARK: Edges

  /// Makes edges of all faint pixels that are joined to one.
  private func follow() throws(ImageError) {
    var visited = 0
    while let place = open.popLast() {
      for neighbour in [
        place - stride - 1, place - stride, place - stride + 1, place - 1, place + 1,
        place + stride - 1, place + stride, place + stride + 1,
      ] {
        // Safe: an edge pixel is inside the frame.
        guard unsafe marks.start[neighbour] == Mark.faint else { continue }
        unsafe marks.start[neighbour] = Mark.edge
        open.append(neighbour)
      }
      visited += 1
      if visited % 256 == 0 { try checkpoint.poll() }
    }
  }
}

/// How steep a row of a picture is, with a margin of one pixel that is not steep.
final class GradientRow {
  let across, down: ScratchRow<Int32>
  /// Of the gradient's length.
  let squares: ScratchRow<Int>

  init(width: Int) throws(ImageError) {
    across = try ScratchRow(count: width, margin: 1)
    down = try ScratchRow(count: width, margin: 1)
    squares = try ScratchRow(count: width, margin: 1)
  }

  static func bytes(width: Int) -> Int { 16 * (width + 2) }

  /// By Sobel's kernels, of the first channel around the window's current row.
  @inline(__always)
  func fill<S: Sample>(_ window: RowWindow, _ type: S.Type, _ pixels: Range<Int>) {
    let step = window.shape.channels
    // Safe: the window's rows have a margin of one pixel.
    let (above, row, below) = unsafe (
      window.row(-1, as: type), window.row(0, as: type), window.row(1, as: type)
    )
    for x in pixels {
      let (left, i, right) = (x * step - step, x * step, x * step + step)
      let falling = unsafe Int32(below[right]) - Int32(above[left])
      let rising = unsafe Int32(above[right]) - Int32(below[left])
      let gx = unsafe falling + rising + 2 * (Int32(row[right]) - Int32(row[left]))
      let gy = unsafe falling - rising + 2 * (Int32(below[i]) - Int32(above[i]))
      unsafe across.start[x] = gx
      unsafe down.start[x] = gy
      unsafe squares.start[x] = Int(gx) * Int(gx) + Int(gy) * Int(gy)
    }
  }
}
