import Pixels

#if canImport(Glibc)
  import Glibc
#endif

/// How a value between pixels is found.
package enum Interpolation: String, CaseIterable, Sendable, Hashable {
  case nearest, bilinear, bicubic
}

/// A straight-lined map of the plane: (x, y) ↦ (a x + b y + c, d x + e y + f), in pixels from the
/// picture's top left corner, so that the middle of the first pixel is (0.5, 0.5).
package struct AffineMap: Sendable, Hashable {
  package var a, b, c, d, e, f: Double

  package init(_ a: Double, _ b: Double, _ c: Double, _ d: Double, _ e: Double, _ f: Double) {
    (self.a, self.b, self.c) = (a, b, c)
    (self.d, self.e, self.f) = (d, e, f)
  }

  /// A turn about the origin, clockwise as pictures are seen.
  package init(degrees: Double) {
    let (sine, cosine) = (sin(degrees * .pi / 180), cos(degrees * .pi / 180))
    self.init(cosine, -sine, 0, sine, cosine, 0)
  }

  package func callAsFunction(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
    (a * x + b * y + c, d * x + e * y + f)
  }

  package var determinant: Double { a * e - b * d }

  /// The way back; the determinant must not be 0.
  package var inverse: AffineMap {
    let k = 1 / determinant
    return AffineMap(
      e * k, -b * k, (b * f - c * e) * k, -d * k, a * k, (c * d - a * f) * k)
  }

  /// The smallest upright rectangle that holds the image of one at the origin.
  func bounds(width: Int, height: Int) -> (x: Double, y: Double, width: Double, height: Double) {
    let (w, h) = (Double(width), Double(height))
    let (x, y) = (min(0, a * w) + min(0, b * h) + c, min(0, d * w) + min(0, e * h) + f)
    return (x, y, abs(a * w) + abs(b * h), abs(d * w) + abs(e * h))
  }

  func moved(x: Double, y: Double) -> AffineMap { AffineMap(a, b, c + x, d, e, f + y) }
}

/// Takes each pixel of a picture from anywhere in another, which is held whole.
struct Warp {
  /// From the target to the source.
  var origin: AffineMap
  var width, height: Int
  var interpolation: Interpolation
  var background: SolidColor

  func plan(for input: ImageShape) -> FilterPlan {
    let output = ImageShape(width: width, height: height, format: input.format)
    return FilterPlan(output: output, workingBytes: WarpedRows.bytes(input)) {
      source, checkpoint throws(ImageError) in
      let rows = try WarpedRows(source, self, output, checkpoint)
      return ComputedRows(output) { row throws(ImageError) in try rows.next(into: row) }
    }
  }

  /// The background as it lies beside the pixels: pre-multiplied where they are.
  func backgroundSamples(_ format: PixelFormat) -> [UInt16] {
    let samples = background.samples(format)
    guard format.model.hasAlpha, interpolation != .nearest else { return samples }
    let alpha = UInt32(background.alpha)
    return samples.dropLast().map { UInt16((UInt32($0) * alpha + 127) / 255) } + samples.suffix(1)
  }
}
