/// What a series of data is drawn with: a colour and a marker, so that neither is needed to tell
/// series apart.
package enum Ink: Int, Sendable, Hashable, CaseIterable {
  case first = 1
  case second
  case third
  case fourth

  /// The style sheet gives the class its colour, for strokes, fills and text.
  var name: String { "ink-\(rawValue)" }
}

/// What a stretch of time or a part of a whole is filled with: a colour and a pattern.
package enum Texture: Int, Sendable, Hashable, CaseIterable {
  case plain = 1
  case slanted
  case dotted
  case upright
  case level
  /// Stripes on nothing: for time in which nothing was done.
  case hatched

  /// The identifier of the pattern in the page.
  var name: String { "texture-\(rawValue)" }
}
