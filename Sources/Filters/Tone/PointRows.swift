import Pixels

/// Rows changed in place after the source has filled them: what every point filter yields.
final class PointRows: RowSource {
  /// Changes the pixels of a range, given as pixel positions in the row.
  typealias Change = (MutableRow, Range<Int>) -> Void

  /// Pixels between two polls. The slowest point filter takes some 5 ns a pixel.
  static let stretch = 4096

  private let source: any RowSource
  private let checkpoint: Checkpoint
  private let change: Change

  var shape: ImageShape { source.shape }

  init(_ source: any RowSource, _ checkpoint: Checkpoint, change: @escaping Change) {
    self.source = source
    self.checkpoint = checkpoint
    self.change = change
  }

  func read(into row: MutableRow) throws(ImageError) {
    try source.read(into: row)
    try checkpoint.paced(shape.width, stretch: Self.stretch) { pixels throws(ImageError) in
      change(row, pixels)
    }
  }
}
