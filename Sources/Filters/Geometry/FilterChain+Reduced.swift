import Pixels

extension FilterChain {
  /// How many times the target's size a picture that was decoded at a fraction must still have, so
  /// that the resize that follows and not the decoder's averaging decides how sharp it is.
  package static let reducedDecodingMargin = 2

  /// The smallest size at which a JPEG may be decoded without the chain's result suffering, and
  /// the chain that then yields what this one yields for the full size.
  ///
  /// That is so where the chain begins with a strong reduction by a kernel other than nearest. The
  /// returned chain's resize knows the full size, and that a picture decoded at n eighths has
  /// ⌈size · n / 8⌉ pixels of which it covers exactly size · n / 8.
  ///
  /// - Parameters:
  ///   - full: the picture at full size, after EXIF orientation.
  ///   - orientation: the one that is applied between decoder and chain; it decides on which side
  ///     the pixel lies that is covered in part.
  /// - Returns: eighths to decode at, 1, 2, 4 or 8, and the chain to plan for that.
  package func reduced(
    for full: ImageShape, orientation: Orientation = .upright
  ) -> (eighths: Int, chain: FilterChain) {
    guard var resize = filters.first as? Resize, resize.kernel != .nearest else {
      return (8, self)
    }
    let target = resize.target(width: full.width, height: full.height)
    let margin = Double(FilterChain.reducedDecodingMargin)
    for eighths in [1, 2, 4] {
      let scale = Double(eighths) / 8
      // The target's sides were rounded, so half a pixel less will do.
      guard target.windowWidth * scale >= margin * (Double(target.width) - 0.5),
        target.windowHeight * scale >= margin * (Double(target.height) - 0.5)
      else { continue }
      resize.reduced = ReducedSource(
        full: full, target: target, eighths: eighths, orientation: orientation)
      return (eighths, FilterChain([resize] + filters.dropFirst(), text: text))
    }
    return (8, self)
  }
}

/// A picture decoded at a fraction of its size, and what was to become of it at full size.
package struct ReducedSource: Sendable, Hashable {
  var full: ImageShape
  var target: ResizeTarget
  var eighths: Int
  var orientation: Orientation

  /// - Throws: where the image does not have the size that decoding at `eighths` yields.
  func resampling(
    for input: ImageShape, _ kernel: ResamplingKernel
  ) throws(ImageError) -> Resampling {
    let width = (full.width * eighths + 7) / 8
    let height = (full.height * eighths + 7) / 8
    guard input.width == width, input.height == height else {
      throw ImageError(
        .filter, subject: "resize",
        "expected the picture at \(eighths)/8 of its size, \(width)x\(height) pixels, and got "
          + "\(input.width)x\(input.height)")
    }
    let scale = Double(eighths) / 8
    let (columnsReversed, rowsReversed) = orientation.reversals
    // Pixels that the picture does not cover lie at the end of the stored axis.
    let left = columnsReversed ? Double(width) - Double(full.width) * scale : 0
    let top = rowsReversed ? Double(height) - Double(full.height) * scale : 0
    return Resampling(
      horizontal: ResamplingAxis(
        inputCount: width, start: left + target.x * scale, extent: target.windowWidth * scale,
        outputCount: target.width),
      vertical: ResamplingAxis(
        inputCount: height, start: top + target.y * scale, extent: target.windowHeight * scale,
        outputCount: target.height),
      kernel: kernel)
  }
}

extension Orientation {
  /// Whether the columns and the rows of the upright picture run against the axis that they are
  /// stored along.
  var reversals: (columns: Bool, rows: Bool) {
    switch self {
    case .upright, .transposed: (false, false)
    case .mirrored, .rotate90: (true, false)
    case .rotated180, .transversed: (true, true)
    case .flipped, .rotate270: (false, true)
    }
  }
}
