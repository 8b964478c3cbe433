/// A table of figures: one row for each, one column for each thing that they were measured of.
package struct DataTable: Sendable {
  package enum Cell: Sendable, Hashable {
    case value(String)
    /// A value with where the true one lies, in words.
    case estimate(String, range: String)
    case unknown
  }

  package struct Row: Sendable {
    package var label: String
    package var cells: [Cell]

    package init(label: String, cells: [Cell]) {
      self.label = label
      self.cells = cells
    }
  }

  /// Rows about the same matter.
  package struct Part: Sendable {
    package var label: String
    package var rows: [Row]

    package init(label: String, rows: [Row]) {
      self.label = label
      self.rows = rows
    }
  }

  package var caption: String
  package var columns: [String]
  package var parts: [Part]

  package init(caption: String, columns: [String], parts: [Part]) {
    self.caption = caption
    self.columns = columns
    self.parts = parts
  }

  /// Scrolls within itself where it is wider than the page; by keyboard too, hence the tab stop.
  /// Its caption does not scroll with it, or the end would be out of sight.
  package var markup: Markup {
    element("div", ["class": "table"]) {
      element("p", ["class": "caption"]) { caption }
      grid
    }
  }

  private var grid: Markup {
    element(
      "div", ["class": "scroll", "role": "region", "tabindex": 0, "aria-label": caption]
    ) {
      element("table", ["aria-label": caption]) {
        element("thead") {
          element("tr") {
            element("td")
            for column in columns { element("th", ["scope": "col"]) { column } }
          }
        }
        for part in parts { body(part) }
      }
    }
  }

  private func body(_ part: Part) -> Markup {
    element("tbody") {
      element("tr") {
        element(
          "th", ["scope": "rowgroup", "colspan": columns.count + 1, "class": "part"]
        ) { part.label }
      }
      for row in part.rows {
        element("tr") {
          element("th", ["scope": "row"]) { row.label }
          for cell in row.cells { self.cell(cell) }
        }
      }
    }
  }

  private func cell(_ cell: Cell) -> Markup {
    element("td") {
      switch cell {
      case .value(let text): Markup(text)
      case .estimate(let text, let range):
        text
        element("span", ["class": "range"]) { range }
      case .unknown:
        element("span", ["aria-hidden": "true"]) { "–" }
        element("span", ["class": "unseen"]) { "not known" }
      }
    }
  }
}
