import Pixels

/// An area of one colour with the picture on it.
struct Canvas {
  private let shape: ImageShape
  /// Of the picture's top left pixel on the canvas.
  private let x, y: Int
  private let color: SolidColor

  init(_ shape: ImageShape, x: Int, y: Int, _ color: SolidColor) {
    self.shape = shape
    self.x = x
    self.y = y
    self.color = color
  }

  func plan(for input: ImageShape) -> FilterPlan {
    if shape == input { return .identity(input) }
    let line = ImageShape(width: shape.width, height: 1, format: shape.format)
    return FilterPlan(output: shape, workingBytes: line.bufferBytes) {
      source, checkpoint throws(ImageError) in
      let blank = StoredImage(try PixelBuffer(line))
      try paint(blank.pixels[row: 0], checkpoint)
      var row = 0
      let rows = y..<y + input.height
      return ComputedRows(shape) { out throws(ImageError) in
        if rows.contains(row) {
          // Safe: the picture lies within the canvas.
          let left = x * input.format.bytesPerPixel
          let right = left + input.rowBytes
          let line = blank.pixels[row: 0]
          unsafe out.base.copyMemory(from: line.base, byteCount: left)
          try source.read(
            into: unsafe MutableRow(base: out.base + left, byteCount: input.rowBytes))
          unsafe (out.base + right).copyMemory(
            from: line.base + right, byteCount: out.byteCount - right)
        } else {
          out.copy(from: blank.pixels[row: 0])
        }
        row += 1
        try checkpoint.poll()
      }
    }
  }

  private func paint(_ row: MutableRow, _ checkpoint: Checkpoint) throws(ImageError) {
    let pixel = color.samples(shape.format)
    try checkpoint.paced(shape.rowSamples, stretch: 16_384) { samples throws(ImageError) in
      switch shape.format.depth {
      case .eight:
        row.with(UInt8.self) { for i in samples { $0[i] = UInt8(pixel[i % pixel.count]) } }
      case .sixteen:
        row.with(UInt16.self) { for i in samples { $0[i] = pixel[i % pixel.count] } }
      }
    }
  }
}
