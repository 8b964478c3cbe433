import Filters

/// What is known about filters, laid out for reading.
package struct ManualPages {
  package var width: Int
  package var style: Style

  package init(width: Int, style: Style) {
    self.width = max(width, 40)
    self.style = style
  }

  /// One line a filter.
  package func list(_ manuals: [FilterManual]) -> [String] {
    let names = manuals.map(\.name.count).max() ?? 0
    var lines: [String] = []
    for manual in manuals {
      let padding = String(repeating: " ", count: names - manual.name.count)
      lines += hanging(
        style.bold(manual.name) + padding, columns: names, manual.summary, indent: 2)
    }
    return lines + ["", "'triptych filters NAME' explains one."]
  }

  /// Everything about one filter.
  package func page(_ manual: FilterManual) -> [String] {
    var lines = [style.bold(manual.name)] + wrapped(manual.summary, indent: 2)
    if !manual.parameters.isEmpty {
      lines += ["", style.bold("Parameters")]
      for parameter in manual.parameters { lines += explained(parameter) }
    }
    for (title, text) in [
      ("Formula", manual.formula), ("Edges", manual.edges), ("Accuracy", manual.accuracy),
      ("Source", manual.source),
    ] where !text.isEmpty {
      lines += ["", style.bold(title)] + wrapped(text, indent: 2)
    }
    if !manual.examples.isEmpty {
      lines += ["", style.bold("Examples")] + manual.examples.map { "  -f \"\($0)\"" }
    }
    return lines
  }

  private func explained(_ parameter: FilterManual.Parameter) -> [String] {
    let standard = parameter.standard.map { "\($0) if not given" } ?? "must be given"
    return hanging(
      style.bold(parameter.name), columns: parameter.name.count,
      "\(parameter.kind); \(standard)", indent: 2)
      + wrapped(parameter.about, indent: 6)
  }

  private func hanging(
    _ label: String, columns: Int, _ text: String, indent: Int
  ) -> [String] {
    let body = wrapped(text, indent: indent + columns + 2)
    let start = String(repeating: " ", count: indent) + label + "  "
    guard let first = body.first else { return [start.trimmingTrailingSpaces] }
    return [start + first.dropFirst(indent + columns + 2)] + body.dropFirst()
  }

  /// Text in lines of at most `width` columns; line ends in it are kept.
  package func wrapped(_ text: String, indent: Int) -> [String] {
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
      var line = ""
      for word in paragraph.split(separator: " ") {
        if !line.isEmpty, indent + line.count + 1 + word.count > width {
          lines.append(margin + line)
          line = ""
        }
        line += (line.isEmpty ? "" : " ") + word
      }
      lines.append(line.isEmpty ? "" : margin + line)
    }
    return lines
  }
}
