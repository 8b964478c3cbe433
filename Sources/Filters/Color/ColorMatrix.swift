import KernelTable
import Pixels
import Vectors

/// A point filter that mixes red, green and blue by a matrix.
///
/// Works on the gamma-encoded samples; results are rounded to nearest and clamped; alpha is kept.
protocol ColorMatrix: Filter {
  /// Rows give red, green and blue; columns take them.
  var matrix: [[Double]] { get }
  /// Whether grey pictures stay grey, and as they are. Others become RGB.
  var keepsGrey: Bool { get }
}

extension ColorMatrix {
  package var mixesNeighbours: Bool { false }

  package func plan(for input: ImageShape) throws(ImageError) -> FilterPlan {
    let weights = matrix.map { row in row.map { Float($0) } }
    if weights == [[1, 0, 0], [0, 1, 0], [0, 0, 1]] { return .identity(input) }
    let rows = weights.map { ($0[0], $0[1], $0[2]) }
    let mix = MixWeights(red: rows[0], green: rows[1], blue: rows[2])
    guard input.format.model.isGray else {
      return FilterPlan(output: input, workingBytes: 0, reach: .row) {
        source, checkpoint throws(ImageError) in
        let channels = input.channels
        switch input.format.depth {
        case .eight:
          return PointRows(source, checkpoint) { row, pixels in
            // Safe: the row has the shape's pixels.
            unsafe Vectors.chosen.kernels.point.mix(
              row.base.assumingMemoryBound(to: UInt8.self), channels: channels, mix, pixels)
          }
        case .sixteen:
          return PointRows(source, checkpoint) { row, pixels in
            // Safe: the row has the shape's pixels.
            unsafe Vectors.chosen.kernels.point.mix(
              row.base.assumingMemoryBound(to: UInt16.self), channels: channels, mix, pixels)
          }
        }
      }
    }
    if keepsGrey { return .identity(input) }
    return GreyToColor.plan(for: input).followed(
      by: try plan(for: GreyToColor.plan(for: input).output))
  }
}

/// Grey pictures with their one channel three times, alpha kept.
enum GreyToColor {
  static func plan(for input: ImageShape) -> FilterPlan {
    let model: ColorModel = input.format.model.hasAlpha ? .rgba : .rgb
    let output = input.with(format: PixelFormat(model, input.format.depth))
    let row = ImageShape(width: input.width, height: 1, format: input.format)
    return FilterPlan(output: output, workingBytes: row.bufferBytes, reach: .row) {
      source, checkpoint throws(ImageError) in
      let grey = StoredImage(try PixelBuffer(row))
      return ComputedRows(output) { color throws(ImageError) in
        try source.read(into: grey.pixels[row: 0])
        try checkpoint.paced(output.width, stretch: PointRows.stretch) {
          pixels throws(ImageError) in
          switch input.format.depth {
          case .eight: spread(grey.pixels[row: 0], color, UInt8.self, pixels, output.format.model)
          case .sixteen:
            spread(grey.pixels[row: 0], color, UInt16.self, pixels, output.format.model)
          }
        }
      }
    }
  }

  @inline(__always)
  private static func spread<S: Sample>(
    _ grey: MutableRow, _ color: MutableRow, _ type: S.Type, _ pixels: Range<Int>,
    _ model: ColorModel
  ) {
    grey.with(type) { from in
      color.with(type) { to in
        let step = model.hasAlpha ? 2 : 1
        for pixel in pixels {
          let sample = from[pixel &* step]
          let i = pixel &* model.channels
          to[i] = sample
          to[i &+ 1] = sample
          to[i &+ 2] = sample
          if model.hasAlpha { to[i &+ 3] = from[pixel &* step &+ 1] }
        }
      }
    }
  }
}
