import Pixels

/// Pixels laid over the rows of a picture.
struct Blend: Sendable {
  /// Pre-multiplied RGBA of 16 bits, row by row.
  let samples: [UInt16]
  let width, height: Int
  /// Of the first pixel, on the picture below.
  let x, y: Int
  let opacity: Float

  func blend(
    _ row: Int, into out: MutableRow, _ shape: ImageShape, _ checkpoint: Checkpoint
  ) throws(ImageError) {
    let columns = max(x, 0)..<max(max(x, 0), min(x + width, shape.width))
    guard row >= y, row < y + height, !columns.isEmpty else { return try checkpoint.poll() }
    try checkpoint.paced(columns.count, stretch: 1024) { stretch throws(ImageError) in
      let pixels = columns.lowerBound + stretch.lowerBound..<columns.lowerBound + stretch.upperBound
      switch shape.format.depth {
      case .eight:
        out.with(UInt8.self) { blend(row - y, over: &$0, pixels, shape.format.model) }
      case .sixteen:
        out.with(UInt16.self) { blend(row - y, over: &$0, pixels, shape.format.model) }
      }
    }
  }

  @inline(__always)
  private func blend<S: Sample>(
    _ row: Int, over below: inout MutableSpan<S>, _ pixels: Range<Int>, _ model: ColorModel
  ) {
    let above = samples.span
    let maximum = Float(S.max)
    let scale = opacity / 65_535
    for pixel in pixels {
      let place = 4 * (row * width + pixel - x)
      let alpha = above[place + 3]
      let share = Float(alpha) * scale
      // Resizing may overshoot; no colour is more than its alpha.
      let color = SIMD3(
        min(above[place], alpha), min(above[place + 1], alpha), min(above[place + 2], alpha))
      let first = pixel * model.channels
      let last = first + model.colorChannels
      let under = model.hasAlpha ? Float(below[last]) / maximum : 1
      let kept = under * (1 - share)
      let total = share + kept
      for i in first..<last {
        let light =
          model.isGray ? Luma(.rec709).of(color[0], color[1], color[2]) : color[i - first]
        let sum = Float(light) * scale * maximum + Float(below[i]) * kept
        below[i] = S(nearest: total > 0 ? sum / total : 0)
      }
      if model.hasAlpha { below[last] = S(nearest: total * maximum) }
    }
  }
}
