import Pixels

/// PNG's filters: what is taken from a byte before it is compressed.
package enum PNGFilter: UInt8, Sendable, CaseIterable {
  case none, sub, up, average, paeth
}

/// Chooses each row's filter: the one that leaves the smallest sum of absolute differences, read as
/// signed bytes, and of equal ones the first.
///
/// Source: PNG specification (third edition), 12.7 for the choice and 9.2 for the filters.
@safe
package final class PNGFiltering {
  package struct Choice {
    package let filter: PNGFilter
    /// The filtered bytes, valid until the next row.
    package let row: MutableRow
  }

  /// Zero bytes in front of each row, so that the first pixel has a left neighbour too.
  private static let margin = 64

  private let shape: ImageShape
  private let filters: [PNGFilter]
  /// The row and the one above, as PNG has them: 16 bits with the high byte first.
  private let rows: PixelBuffer
  private let candidates: PixelBuffer
  private var current = 0

  /// - Parameter filters: those to choose from.
  package init(_ shape: ImageShape, _ filters: [PNGFilter]) throws(ImageError) {
    self.shape = shape
    self.filters = filters
    rows = try PixelBuffer(
      ImageShape(width: Self.margin + shape.rowBytes, height: 2, format: .gray8))
    candidates = try PixelBuffer(
      ImageShape(width: shape.rowBytes, height: PNGFilter.allCases.count, format: .gray8))
    for y in 0..<2 {
      rows.withRow(y, as: UInt8.self) { row in
        for i in row.indices { row[i] = 0 }
      }
    }
  }

  static func workingBytes(_ shape: ImageShape) -> Int {
    (PNGFilter.allCases.count + 2) * (shape.rowBytes + 2 * margin)
  }

  /// Filters the next row.
  package func filter(_ row: MutableRow) -> Choice {
    precondition(row.byteCount == shape.rowBytes, "row of another length")
    let above = 1 - current
    // Safe: both buffers have rows of that many bytes, behind the margin.
    let line = unsafe PNGFilterKernels.Line(
      current: rows[row: current].base + Self.margin, above: rows[row: above].base + Self.margin,
      count: row.byteCount, bytesPerPixel: shape.format.bytesPerPixel)
    unsafe PNGFilterKernels.store(row, shape.format.depth, into: line)
    defer { current = above }
    var best = filters[0]
    var leastCost = Int.max
    for filter in filters {
      let candidate = candidates[row: Int(filter.rawValue)]
      unsafe PNGFilterKernels.apply(filter, to: line, candidate.base)
      let cost =
        filters.count == 1 ? 0 : unsafe PNGFilterKernels.cost(candidate.base, row.byteCount)
      if cost < leastCost { (best, leastCost) = (filter, cost) }
    }
    return Choice(filter: best, row: candidates[row: Int(best.rawValue)])
  }
}
