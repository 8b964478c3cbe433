/// The colours of all pages, on light and on dark paper.
///
/// Text has a contrast of at least 4.5 to 1 with what it stands on, marks of at least 3 to 1 (WCAG
/// 2.1, 1.4.3 and 1.4.11). Inks and textures can be told apart by people with the common kinds of
/// colour blindness, and come with markers and patterns besides.
package struct Palette: Sendable {
  package struct Colour: Sendable, Hashable {
    package let name: String
    /// As `#rrggbb`.
    package let light: String
    package let dark: String
  }

  package static let papers = [
    Colour(name: "paper", light: "#fcfcfa", dark: "#14161a"),
    Colour(name: "panel", light: "#f2f2ee", dark: "#1e2127"),
  ]

  package static let texts = [
    Colour(name: "text", light: "#1b1c1f", dark: "#e8e8e4"),
    Colour(name: "soft", light: "#595c63", dark: "#a8abb2"),
    Colour(name: "link", light: "#1b5e9e", dark: "#86bdff"),
    Colour(name: "ink-1", light: "#a93a0c", dark: "#ff9d68"),
    Colour(name: "ink-2", light: "#1b5e9e", dark: "#7cb8ff"),
    Colour(name: "ink-3", light: "#0b6652", dark: "#55d0ae"),
    Colour(name: "ink-4", light: "#6f42a8", dark: "#c4a4f5"),
  ]

  package static let marks = [
    Colour(name: "texture-1", light: "#b8730a", dark: "#e0a33e"),
    Colour(name: "texture-2", light: "#3d7fc4", dark: "#6ba8ea"),
    Colour(name: "texture-3", light: "#1f8a6d", dark: "#45bd9b"),
    Colour(name: "texture-4", light: "#7a5ba6", dark: "#a98bd6"),
    Colour(name: "texture-5", light: "#6d7079", dark: "#989ba4"),
    Colour(name: "texture-6", light: "#c21f4e", dark: "#ff7d9c"),
    Colour(name: "axis", light: "#7d8087", dark: "#80848d"),
  ]

  /// Lines that only help the eye along, and may be faint.
  static let aids = [
    Colour(name: "grid", light: "#e4e4df", dark: "#2b2f37"),
    Colour(name: "bed", light: "#efefea", dark: "#21242b"),
    Colour(name: "alert", light: "#fdf3dc", dark: "#33291a"),
    Colour(name: "alert-edge", light: "#b8730a", dark: "#e0a33e"),
  ]

  private static var all: [Colour] { papers + texts + marks + aids }

  /// Custom properties for the style sheet. Paper that is printed on is light.
  static var rules: String {
    let light = all.map { "--\($0.name):\($0.light)" }.joined(separator: ";")
    let dark = all.map { "--\($0.name):\($0.dark)" }.joined(separator: ";")
    return ":root{color-scheme:light dark;\(light)}\n"
      + "@media screen and (prefers-color-scheme:dark){:root{\(dark)}}\n"
  }
}
