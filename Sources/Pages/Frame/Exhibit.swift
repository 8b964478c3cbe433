/// A chart on a page: laid out for wide screens and paper, and once more for phones, with what
/// there is to say about it.
package struct Exhibit: Sendable {
  /// Unique within the page; letters, digits and hyphens.
  package var identifier: String
  package var chart: any Chart
  /// What fillings mean.
  package var key: [(texture: Texture, label: String)]
  package var caption: String

  /// Widths for which charts are laid out: of the page's column, or of half of it, and of a phone.
  package static let full = 984.0
  package static let half = 470.0
  package static let phone = 358.0

  private var width: Double

  package init(
    _ identifier: String, _ chart: any Chart, width: Double = Exhibit.full,
    key: [(texture: Texture, label: String)] = [], caption: String = ""
  ) {
    self.identifier = identifier
    self.chart = chart
    self.width = width
    self.key = key
    self.caption = caption
  }

  package var markup: Markup {
    element("figure", ["id": identifier]) {
      if !key.isEmpty {
        element("div", ["class": "key"]) {
          for entry in key { Patterns.swatch(entry.texture, entry.label) }
        }
      }
      drawing(chart, width, "wide")
      drawing(chart, Exhibit.phone, "narrow")
      if !caption.isEmpty { element("figcaption") { caption } }
    }
  }

  private func drawing(_ chart: some Chart, _ width: Double, _ name: String) -> Markup {
    chart.drawing(width: width).element(
      chart, identifier: "\(identifier)-\(name)", classes: name)
  }
}
