import Pixels

/// What a Gaussian blur takes away, on middle grey.
package struct HighPass: Filter {
  package static let manual = FilterManual(
    name: "highpass", summary: "Show fine detail on middle grey.",
    parameters: [
      .init(
        "sigma", kind: "pixels", standard: "10",
        about: "Standard deviation of the blur that is taken away, from 0.1 to 100."),
      .init(
        "amount", kind: "factor", standard: "1",
        about: "What the detail is multiplied by, from 0.01 to 10."),
    ],
    formula:
      "out = maximum ÷ 2 + amount · (in − gaussian(in, sigma)), rounded to nearest, clamped. "
      + "Alpha is kept; colour is taken pre-multiplied, and so is the grey.",
    edges: "replicate",
    accuracy: "Within 0.51 + 0.0024 · amount level (8 bits) or 0.51 + 0.6 · amount level (16 bits) "
      + "of double precision; up to sigma 5, 0.51 + 0.52 · amount (16 bits).",
    source: "As GIMP's high pass; the blur is the filter gaussian, at 16 bits.",
    examples: ["highpass", "grayscale,highpass=sigma=3:amount=2"])

  /// Pixels, 0.1…100.
  package let sigma: Double
  /// 0.01…10.
  package let amount: Double

  package init(sigma: Double = 10, amount: Double = 1) {
    self.sigma = sigma
    self.amount = amount
  }

  package init(_ arguments: FilterArguments) throws(ChainError) {
    sigma = try arguments.number("sigma", in: 0.1...100)
    amount = try arguments.number("amount", in: 0.01...10)
  }

  package var mixesNeighbours: Bool { true }

  package func plan(for input: ImageShape) throws(ImageError) -> FilterPlan {
    let wide = input.with(format: PixelFormat(input.format.model, .sixteen))
    let blur = try Gaussian(sigma: sigma).plan(for: wide)
    let held = GaussianKernel(sigma: sigma).radius + 1
    let bytes = blur.workingBytes + HeldRows.bytes(input, wide, held: held) + wide.rowBytes
    return FilterPlan(output: input, workingBytes: bytes, reach: blur.reach) {
      source, checkpoint throws(ImageError) in
      var wide = wide
      wide.height = source.shape.height
      let rows = try HeldRows(source, wide, held: held, checkpoint)
      let blurred = try blur.start(rows, checkpoint)
      let line = StoredImage(
        try PixelBuffer(ImageShape(width: wide.width, height: 1, format: wide.format)))
      let scale = Float(input.format.depth.maximum) / 65_535
      return ComputedRows(input) { out throws(ImageError) in
        let low = line.pixels[row: 0]
        try blurred.read(into: low)
        let high = rows.oldest()
        try checkpoint.paced(input.width, stretch: 2048) { pixels throws(ImageError) in
          switch input.format.depth {
          case .eight: subtract(UInt8.self, high, low, out, pixels, input.format.model, scale)
          case .sixteen: subtract(UInt16.self, high, low, out, pixels, input.format.model, scale)
          }
        }
      }
    }
  }

  @inline(__always)
  private func subtract<S: Sample>(
    _ type: S.Type, _ high: MutableRow, _ low: MutableRow, _ out: MutableRow,
    _ pixels: Range<Int>, _ model: ColorModel, _ scale: Float
  ) {
    let amount = Float(amount)
    high.with(UInt16.self) { high in
      low.with(UInt16.self) { low in
        out.with(type) { out in
          for x in pixels {
            let first = x &* model.channels
            let last = first &+ model.colorChannels
            let grey: Float = model.hasAlpha ? Float(high[last]) / 2 : 32_767.5
            for i in first..<last {
              out[i] = S(nearest: (grey + amount * (Float(high[i]) - Float(low[i]))) * scale)
            }
            if model.hasAlpha { out[last] = S(nearest: Float(high[last]) * scale) }
          }
        }
      }
    }
  }
}
