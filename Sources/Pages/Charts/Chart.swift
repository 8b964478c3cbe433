/// Data that can be drawn at any width.
package protocol Chart: Sendable {
  /// What is shown, in a few words: the drawing's name for those who do not see it.
  var title: String { get }
  /// What there is to see, in a sentence or two, for the same readers.
  var summary: String { get }
  /// - Parameters:
  ///   - width: in pixels of the screen for which it is laid out, at least 300.
  func drawing(width: Double) -> Drawing
}

/// Marks within a frame whose origin is at the upper left.
package struct Drawing: Sendable {
  package var width: Double
  package var height: Double
  package var content: Markup

  package init(width: Double, height: Double, @MarkupBuilder _ content: () -> Markup) {
    self.width = width
    self.height = height
    self.content = content()
  }
}

extension Drawing {
  /// As an element of a page.
  ///
  /// - Parameters:
  ///   - identifier: unique within the page.
  func element(_ chart: some Chart, identifier: String, classes: String) -> Markup {
    Pages.element(
      "svg",
      [
        "viewBox": "0 0 \(width.coordinate) \(height.coordinate)", "width": width,
        "height": height, "class": "chart \(classes)", "role": "img",
        "aria-labelledby": "\(identifier)-title \(identifier)-summary",
      ]
    ) {
      Pages.element("title", ["id": "\(identifier)-title"]) { chart.title }
      Pages.element("desc", ["id": "\(identifier)-summary"]) { chart.summary }
      content
    }
  }
}
