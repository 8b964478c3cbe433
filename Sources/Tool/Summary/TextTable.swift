/// Columns of text: the first column to the left, the others to the right, as numbers want.
package struct TextTable: Sendable {
  private var rows: [[String]] = []

  package init(_ rows: [[String]] = []) { self.rows = rows }

  package mutating func add(_ cells: String...) { rows.append(cells) }
  package mutating func add(_ cells: [String]) { rows.append(cells) }

  package var isEmpty: Bool { rows.isEmpty }

  /// - Parameters:
  ///   - indent: spaces before each line.
  ///   - first: columns that the first column has at least.
  package func lines(indent: Int, first: Int = 0) -> [String] {
    var widths: [Int] = [first]
    for row in rows {
      for (column, cell) in row.enumerated() {
        if column == widths.count { widths.append(0) }
        widths[column] = max(widths[column], cell.count)
      }
    }
    return rows.map { row in
      var line = String(repeating: " ", count: indent)
      for (column, cell) in row.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        line += column == 0 ? cell + padding : "  " + padding + cell
      }
      return line.trimmingTrailingSpaces
    }
  }
}

extension String {
  /// Without spaces at the end.
  var trimmingTrailingSpaces: String {
    String(reversed().drop { $0 == " " }.reversed())
  }
}
