/// Slow ramps: red to the right, green downwards, blue along the diagonal, alpha from the left.
///
/// Shows banding, wrong rounding and channels in the wrong order.
package struct Gradients: Scene {
  package let width: Int
  package let height: Int

  package init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  package func paint(_ x: Int, _ y: Int) -> Paint {
    let right = x * 65_535 / max(width - 1, 1)
    let down = y * 65_535 / max(height - 1, 1)
    return Paint(right, down, 65_535 - (right + down) / 2, alpha: 8_192 + right * 7 / 8)
  }
}
