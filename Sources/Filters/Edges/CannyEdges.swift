import KernelTable
import Pixels
import Vectors

/// Finds the edges of a gray picture, all of them before the first row is yielded: whether a faint
/// pixel belongs to an edge may be decided at the other end of the picture.
final class CannyEdges {
  private enum Mark {
    static let faint: UInt8 = 1
    static let edge: UInt8 = 2
  }

  private let shape: ImageShape
  /// Squares of steepness.
  private let low, high: Int
  private let checkpoint: Checkpoint
  /// A mark for each pixel, with a frame of pixels that are none.
  private let marks: ScratchRow<UInt8>
  private let stride: Int
  /// Alpha of each pixel, where the picture has it.
  private let alpha: ScratchRow<UInt16>?
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
    let kernels = Vectors.chosen.kernels.edge
    stride = shape.width + 2
    marks = try ScratchRow(count: stride * (shape.height + 2), margin: 0)
    alpha =
      shape.format.model.hasAlpha ? try ScratchRow(count: shape.pixelCount, margin: 0) : nil
    var open: [Int] = []
    switch shape.format.depth {
    case .eight: try unsafe mark(source, UInt8.self, &open, kernels.gradients, kernels.peaks)
    case .sixteen: try unsafe mark(source, UInt16.self, &open, kernels.gradients, kernels.peaks)
    }
    try follow(&open)
  }

  /// Marks, rows of gradients, and the list of open pixels, were all of them edges.
  static func bytes(_ shape: ImageShape) -> Int {
    (shape.width + 2) * (shape.height + 2) + shape.pixelCount * 8
      + (shape.format.model.hasAlpha ? shape.pixelCount * 2 : 0)
      + 4 * GradientRow<Int64>.bytes(width: shape.width)
      + RowWindow.bytes(shape, rows: 3, margin: 1)
  }

  func next(into row: MutableRow) throws(ImageError) {
    let first = (nextRow + 1) * stride + 1
    let pixel = nextRow * shape.width
    try checkpoint.paced(shape.width, stretch: 8192) { pixels throws(ImageError) in
      // Safe: marks and alpha have all of the picture's pixels.
      let marks = unsafe marks.start + first
      switch (shape.format.depth, alpha) {
      case (.eight, _):
        row.with(UInt8.self) { for x in pixels { unsafe $0[x] = marks[x] == Mark.edge ? 255 : 0 } }
      case (.sixteen, nil):
        row.with(UInt16.self) {
          for x in pixels { unsafe $0[x] = marks[x] == Mark.edge ? 65_535 : 0 }
        }
      case (.sixteen, let alpha?):
        let alpha = unsafe alpha.start + pixel
        row.with(UInt16.self) {
          for x in pixels {
            unsafe $0[2 * x] = marks[x] == Mark.edge ? alpha[x] : 0
            unsafe $0[2 * x + 1] = alpha[x]
          }
        }
      }
    }
    nextRow += 1
  }

  // MARK: Steep pixels

  /// Marks the pixels that are steeper than their neighbours across the edge.
  ///
  /// - Parameter open: where the edge pixels among them are added, as places among the marks.
  @unsafe
  private func mark<S: Sample, Number: FixedWidthInteger & BitwiseCopyable>(
    _ source: any RowSource, _ type: S.Type, _ open: inout [Int],
    _ gradients: (
      Gradients<Number>, UnsafePointer<S>, UnsafePointer<S>, UnsafePointer<S>, Int, Int
    ) -> Void,
    _ peaks: (
      UnsafeMutablePointer<UInt8>, Gradients<Number>, Gradients<Number>, Gradients<Number>, Int,
      Int, Int
    ) -> Void
  ) throws(ImageError) {
    let window = try RowWindow(source, above: 1, below: 1, margin: 1, checkpoint)
    let nothing = try GradientRow<Number>(width: shape.width)
    var rows: [GradientRow<Number>] = []
    for _ in 0..<3 { rows.append(try GradientRow(width: shape.width)) }
    // Safe: the window's rows and the gradients have a pixel of margin on both sides, and the marks
    // a frame.
    for y in 0...shape.height {
      if y < shape.height {
        try window.advance()
        keepAlpha(window, y)
        let (above, row, below) = unsafe (
          window.row(-1, as: type), window.row(0, as: type), window.row(1, as: type)
        )
        try checkpoint.paced(shape.width, stretch: 2048) { pixels throws(ImageError) in
          let i = pixels.lowerBound * shape.channels
          unsafe gradients(
            rows[y % 3].from(pixels.lowerBound), above + i, row + i, below + i, pixels.count,
            shape.channels)
        }
      }
      guard y > 0 else { continue }
      let above = y > 1 ? rows[(y - 2) % 3] : nothing
      let below = y < shape.height ? rows[y % 3] : nothing
      let line = y * stride + 1
      try checkpoint.paced(shape.width, stretch: 2048) { pixels throws(ImageError) in
        let x = pixels.lowerBound
        unsafe peaks(
          marks.start + line + x, above.from(x), rows[(y - 1) % 3].from(x), below.from(x),
          pixels.count, low, high)
        findEdges(line + x..<line + pixels.upperBound, &open)
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

  /// Lists the edge pixels among some marks. Most have none within eight, which are looked at at
  /// once.
  private func findEdges(_ places: Range<Int>, _ open: inout [Int]) {
    var place = places.lowerBound
    // Safe: the marks have a frame.
    while place < places.upperBound {
      let next = min(place + 8, places.upperBound)
      let isWhole = next == place + 8
      let eight =
        isWhole
        ? unsafe UnsafeRawPointer(marks.start + place).loadUnaligned(as: UInt64.self) : .max
      if eight & 0x0202_0202_0202_0202 != 0 {
        for i in place..<next where unsafe marks.start[i] == Mark.edge { open.append(i) }
      }
      place = next
    }
  }

  // MARK: Edges

  /// Makes edges of all faint pixels that are joined to one.
  ///
  /// - Parameter open: edge pixels whose neighbours were not looked at yet.
  private func follow(_ open: inout [Int]) throws(ImageError) {
    let marks = unsafe marks.start
    let around = [-stride - 1, -stride, -stride + 1, -1, 1, stride - 1, stride, stride + 1]
    var visited = 0
    while let place = open.popLast() {
      for step in around {
        // Safe: an edge pixel is inside the frame.
        guard unsafe marks[place + step] == Mark.faint else { continue }
        unsafe marks[place + step] = Mark.edge
        open.append(place + step)
      }
      visited += 1
      if visited % 256 == 0 { try checkpoint.poll() }
    }
  }
}

/// The gradients of a row, with a margin of one pixel that is not steep.
private final class GradientRow<Number: FixedWidthInteger & BitwiseCopyable> {
  private let across, down, squares: ScratchRow<Number>

  init(width: Int) throws(ImageError) {
    across = try ScratchRow(count: width, margin: 1)
    down = try ScratchRow(count: width, margin: 1)
    squares = try ScratchRow(count: width, margin: 1)
  }

  static func bytes(width: Int) -> Int { 3 * ScratchRow<Number>.bytes(count: width, margin: 1) }

  /// Those of a pixel and of what follows.
  @unsafe
  func from(_ x: Int) -> Gradients<Number> {
    unsafe Gradients(across: across.start + x, down: down.start + x, squares: squares.start + x)
  }
}
