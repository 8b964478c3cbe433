/// Lines of dark letters on paper, growing from one pixel a stroke to five.
///
/// Shows lost thin strokes, colour fringes and sharpening that overshoots.
package struct Writing: Scene {
  package let width: Int
  package let height: Int

  private static let words: [Character] = Array("TRIPTYCH LOCKED FREE FORKED ")

  package init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  package func paint(_ x: Int, _ y: Int) -> Paint {
    let (scale, line, top) = place(y)
    let advance = (Glyphs.columns + 1) * scale
    let letter = Self.words[(x / advance + line * 5) % Self.words.count]
    let isInk = Glyphs.covers(letter, column: x % advance / scale, row: (y - top) / scale)
    guard isInk else { return Paint(63_000, 61_500, 57_000, alpha: 50_000) }
    return line % 3 == 1 ? Paint(42_000, 6_000, 8_000) : Paint(5_000, 5_000, 9_000)
  }

  /// The stroke's width, the line's number and its first row, for a row of the picture.
  private func place(_ y: Int) -> (scale: Int, line: Int, top: Int) {
    let lineOfOne = Glyphs.rows + 2
    // Sizes 1 to 5 follow each other and then start again.
    let round = lineOfOne * (1 + 2 + 3 + 4 + 5)
    var top = y / round * round
    var line = y / round * 5
    for scale in 1...5 {
      if y < top + lineOfOne * scale { return (scale, line, top) }
      top += lineOfOne * scale
      line += 1
    }
    preconditionFailure("a row lies in one of the five lines of its round")
  }
}
