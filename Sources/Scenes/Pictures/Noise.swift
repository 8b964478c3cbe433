/// Seeded noise over the integer plane: the same seed and place always give the same value.
struct Noise {
  let seed: UInt32

  /// White noise, 0 to 65,535, independent from pixel to pixel.
  func white(_ x: Int, _ y: Int) -> Int {
    var h = seed &+ UInt32(truncatingIfNeeded: x) &* 0x9E37_79B1
    h ^= UInt32(truncatingIfNeeded: y) &* 0x85EB_CA77
    h = (h ^ (h >> 15)) &* 0x2C1B_3C6D
    h = (h ^ (h >> 12)) &* 0x297A_2D39
    return Int((h ^ (h >> 15)) >> 16)
  }

  /// White noise on a grid of `cell` pixels, interpolated between: 0 to 65,535.
  func smooth(_ x: Int, _ y: Int, cell: Int) -> Int {
    let column = x / cell
    let row = y / cell
    let u = ease((x % cell) * 1024 / cell)
    let v = ease((y % cell) * 1024 / cell)
    let top = white(column, row) * (1024 - u) + white(column + 1, row) * u
    let bottom = white(column, row + 1) * (1024 - u) + white(column + 1, row + 1) * u
    return (top * (1024 - v) + bottom * v) >> 20
  }

  /// Octaves of smooth noise, each half as strong and half as wide as the one before: 0 to 65,535.
  func fractal(_ x: Int, _ y: Int, cell: Int, octaves: Int) -> Int {
    var sum = 0
    var weights = 0
    for octave in 0..<octaves {
      let weight = 1 << (octaves - octave)
      let layer = Noise(seed: seed &+ UInt32(octave) &* 0x6C8E_9CF5)
      sum += layer.smooth(x, y, cell: max(cell >> octave, 1)) * weight
      weights += weight
    }
    return sum / weights
  }

  /// 3t² − 2t³ on a scale of 1,024, so that the grid does not show.
  private func ease(_ t: Int) -> Int { (t * t * (3 * 1024 - 2 * t)) >> 20 }
}
