/// Hard edges: a checkerboard whose squares halve from quarter to quarter, a disc, a diagonal.
///
/// Shows ringing, halos and windows that lean to one side.
package struct Edges: Scene {
  package let width: Int
  package let height: Int

  package init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  package func paint(_ x: Int, _ y: Int) -> Paint {
    let dx = 2 * x - width
    let dy = 2 * y - height
    let radius = min(width, height) * 2 / 3
    if dx * dx + dy * dy < radius * radius {
      // Inside the disc: two colours, parted by a diagonal.
      return dx > dy ? Paint(60_000, 9_000, 5_000) : Paint(4_000, 20_000, 58_000, alpha: 40_000)
    }
    let quarter = (2 * x < width ? 0 : 1) + (2 * y < height ? 0 : 2)
    let square = max((min(width, height) / 8) >> quarter, 1)
    let isLight = (x / square + y / square) % 2 == 0
    return isLight
      ? Paint(gray: 62_000) : Paint(2_000, 2_000, 2_000, alpha: 65_535 - quarter * 9_000)
  }
}
