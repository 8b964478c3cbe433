/// Coloured noise, from coarse to single pixels: what compresses worst and blurs most visibly.
package struct Texture: Scene {
  package let width: Int
  package let height: Int
  private let red: Noise
  private let green: Noise
  private let blue: Noise

  package init(width: Int, height: Int, seed: UInt32 = 1) {
    self.width = width
    self.height = height
    red = Noise(seed: seed)
    green = Noise(seed: seed &+ 101)
    blue = Noise(seed: seed &+ 202)
  }

  package func paint(_ x: Int, _ y: Int) -> Paint {
    Paint(
      (red.fractal(x, y, cell: 32, octaves: 4) * 3 + red.white(x, y)) / 4,
      (green.fractal(x, y, cell: 16, octaves: 3) * 3 + green.white(x, y)) / 4,
      (blue.fractal(x, y, cell: 24, octaves: 3) * 3 + blue.white(x, y)) / 4,
      alpha: blue.smooth(x, y, cell: 40))
  }
}
