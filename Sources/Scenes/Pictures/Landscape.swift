/// Something like a photograph: sky with clouds, hills with texture, soft lights and a little
/// grain.
package struct Landscape: Scene {
  package let width: Int
  package let height: Int
  private let hills: Noise
  private let ground: Noise
  private let grain: Noise
  private let lights: [Light]

  /// A soft spot of light.
  private struct Light {
    var x: Int
    var y: Int
    var radius: Int
    var paint: Paint
  }

  package init(width: Int, height: Int, seed: UInt32 = 7) {
    self.width = width
    self.height = height
    hills = Noise(seed: seed)
    ground = Noise(seed: seed &+ 11)
    grain = Noise(seed: seed &+ 23)
    let dice = Noise(seed: seed &+ 31)
    let long = max(width, height)
    lights = (0..<6).map { index in
      Light(
        x: (dice.white(index, 0) * width) >> 16, y: (dice.white(index, 1) * height) >> 16,
        radius: long / 16 + ((dice.white(index, 2) * long) >> 19) + 1,
        paint: Paint(
          30_000 + dice.white(index, 3) / 2, 24_000 + dice.white(index, 4) / 2,
          16_000 + dice.white(index, 5) / 2))
    }
  }

  package func paint(_ x: Int, _ y: Int) -> Paint {
    let down = y * 65_536 / height
    let ridge = 30_000 + hills.fractal(x, 3, cell: max(width / 3, 1), octaves: 5) / 3
    var paint = down < ridge ? sky(down, x, y) : earth(down - ridge, x, y)
    for light in lights { paint = lit(paint, by: light, x, y) }
    return paint.shifted(by: (grain.white(x, y) - 32_768) >> 5)
  }

  private func sky(_ down: Int, _ x: Int, _ y: Int) -> Paint {
    let clear = Paint(14_000 + down / 2, 26_000 + down / 2, 52_000 + down / 8)
    let cloud = hills.fractal(x, y, cell: max(width / 5, 1), octaves: 4)
    return clear.mixed(with: Paint(60_000, 60_500, 61_500), share: max(cloud - 34_000, 0) * 2)
  }

  private func earth(_ below: Int, _ x: Int, _ y: Int) -> Paint {
    let leaf = ground.fractal(x, y, cell: max(width / 12, 2), octaves: 6)
    let shade = Paint(9_000 + leaf / 4, 12_000 + leaf / 2, 5_000 + leaf / 6)
    return shade.mixed(with: Paint(38_000, 27_000, 15_000), share: min(below * 3 / 2, 65_536))
  }

  /// Adds the light by how near it is: (1 − r²/R²)², nothing outside its radius.
  private func lit(_ paint: Paint, by light: Light, _ x: Int, _ y: Int) -> Paint {
    let dx = x - light.x
    let dy = y - light.y
    let reach = light.radius * light.radius
    let rest = reach - (dx * dx + dy * dy)
    guard rest > 0 else { return paint }
    let near = rest * 1_024 / reach
    return paint.mixed(with: light.paint, share: near * near / 24)
  }
}
