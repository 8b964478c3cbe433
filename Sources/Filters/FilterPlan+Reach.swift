import Pixels

/// How many rows above and below its own a row of a filter's output is made from.
///
/// A plan that has a reach makes as many rows as it reads, and a row depends on nothing but the
/// input's rows within reach, those beyond the image's edge being the edge's: not on where in the
/// image it lies, not on how high the image is, and to the last bit not on where the filter began,
/// so long as that was a row whose number is a multiple of `step`. A source asked for a row has
/// read the input no further than `below` rows beyond it.
package struct Reach: Sendable, Hashable {
  package var above: Int
  package var below: Int
  /// Filters that do something every so many rows must begin where they would do it in the whole
  /// image; 1 for all others.
  package var step: Int

  package init(above: Int, below: Int, step: Int = 1) {
    self.above = above
    self.below = below
    self.step = step
  }

  /// As far to either side.
  package init(_ radius: Int) { self.init(above: radius, below: radius) }

  /// That of a filter that looks at nothing but the row itself. It keeps nothing from one row to
  /// the next, either.
  package static let row = Reach(0)

  /// That of two filters, one after the other.
  init?(_ first: Reach?, then second: Reach?) {
    guard let first, let second else { return nil }
    self.init(
      above: first.above + second.above, below: first.below + second.below,
      step: first.step * second.step / Reach.divisor(first.step, second.step))
  }

  /// Where to begin in order to get a row right.
  package func start(for row: Int) -> Int {
    let highest = max(0, row - above)
    return highest - highest % step
  }

  /// Rows that come out at most before the first that is right.
  package var inVain: Int { above + step - 1 }

  /// Input rows besides its own that are read at most to get a row right.
  package var rows: Int { inVain + below }

  /// The greatest common one.
  private static func divisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : divisor(b, a % b) }
}

extension FilterPlan {
  /// Starts on the lower part of the image instead of the whole: for plans with a reach.
  ///
  /// Rows of the result that are less than `reach.above` below the part's top are wrong, unless the
  /// part's top is the image's. `Reach.start` says where to begin.
  ///
  /// - Parameter lower: yields the rows from some row on to the image's last, and has their number
  ///   as its height.
  package func start(
    onLower lower: any RowSource, _ checkpoint: Checkpoint
  ) throws(ImageError) -> any RowSource {
    precondition(reach != nil, "a filter that has to see the whole image")
    var rows = lower
    for step in steps {
      let started = try step.start(rows, checkpoint)
      rows =
        started.shape.height == lower.shape.height
        ? started : LowerPart(started, height: lower.shape.height)
    }
    return rows
  }
}

/// Rows of a filter that was planned for a higher image than it was started on.
private final class LowerPart: RowSource {
  let shape: ImageShape
  private let rows: any RowSource

  init(_ rows: any RowSource, height: Int) {
    self.rows = rows
    var shape = rows.shape
    shape.height = height
    self.shape = shape
  }

  func read(into row: MutableRow) throws(ImageError) { try rows.read(into: row) }
}
