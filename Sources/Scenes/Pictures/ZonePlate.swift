/// Rings that get finer outwards until, in the corners, a ring is two pixels wide.
///
/// Shows aliasing: a resize that skips its low-pass filter makes new rings where there are none.
package struct ZonePlate: Scene {
  package let width: Int
  package let height: Int

  package init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  package func paint(_ x: Int, _ y: Int) -> Paint {
    let dx = 2 * x + 1 - width
    let dy = 2 * y + 1 - height
    // The phase grows with r²; its slope reaches half a turn a pixel at the corner.
    let reach = width * width + height * height
    let turns = (dx * dx + dy * dy) * max(width, height) * 8_192 / reach
    let light = 32_768 + Wave.cosine(UInt16(truncatingIfNeeded: turns)) * 15 / 16
    return Paint(light, light, light * 7 / 8 + 4_000)
  }
}
