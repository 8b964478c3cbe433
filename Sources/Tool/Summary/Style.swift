import Platform
import SystemPackage

/// Whether text may be decorated, and how.
package struct Style: Sendable, Hashable {
  package var isColored: Bool

  package init(isColored: Bool) { self.isColored = isColored }

  package static let plain = Style(isColored: false)

  /// Colour only on a terminal that can show it, and only if nobody minds (no-color.org).
  package static func fitting(isTerminal: Bool, environment: (String) -> String?) -> Style {
    let unwanted = environment("NO_COLOR").map { !$0.isEmpty } ?? false
    return Style(isColored: isTerminal && !unwanted && environment("TERM") != "dumb")
  }

  package func bold(_ text: String) -> String { wrap(text, "1") }
  package func dim(_ text: String) -> String { wrap(text, "2") }
  package func red(_ text: String) -> String { wrap(text, "31") }
  package func green(_ text: String) -> String { wrap(text, "32") }
  package func yellow(_ text: String) -> String { wrap(text, "33") }

  private func wrap(_ text: String, _ code: String) -> String {
    isColored && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
