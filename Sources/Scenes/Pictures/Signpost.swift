/// A picture that looks different whichever way it is turned or mirrored: a large F, and a corner
/// of its own colour in each corner: red top left, green top right, blue bottom left, yellow bottom
/// right.
package struct Signpost: Scene {
  package let width: Int
  package let height: Int

  package init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  package func paint(_ x: Int, _ y: Int) -> Paint {
    let corner = max(min(width, height) / 4, 1)
    switch (x < corner, x >= width - corner, y < corner, y >= height - corner) {
    case (true, _, true, _): return Paint(60_000, 5_000, 5_000)
    case (_, true, true, _): return Paint(5_000, 52_000, 8_000)
    case (true, _, _, true): return Paint(6_000, 10_000, 60_000)
    case (_, true, _, true): return Paint(62_000, 56_000, 4_000)
    default: break
    }
    let scale = max(min(width / 7, height / 9), 1)
    let column = x - (width - Glyphs.columns * scale) / 2
    let row = y - (height - Glyphs.rows * scale) / 2
    if column >= 0, row >= 0, Glyphs.covers("F", column: column / scale, row: row / scale) {
      return .white
    }
    return Paint(12_000 + x * 20_000 / width, 16_000 + y * 16_000 / height, 24_000)
  }
}
