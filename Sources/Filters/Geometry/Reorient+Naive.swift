import Pixels

/// Where each pixel of a reoriented picture comes from, read off EXIF's table of what the stored
/// first row and first column show.
package enum NaiveReorient {
  /// - Returns: the stored column and row of upright pixel (x, y), for a stored picture of `width`
  ///   by `height` pixels.
  package static func origin(
    x: Int, y: Int, width: Int, height: Int, _ orientation: Orientation
  ) -> (x: Int, y: Int) {
    switch orientation {
    case .upright: (x, y)
    case .mirrored: (width - 1 - x, y)
    case .rotated180: (width - 1 - x, height - 1 - y)
    case .flipped: (x, height - 1 - y)
    case .transposed: (y, x)
    case .rotate90: (y, height - 1 - x)
    case .transversed: (width - 1 - y, height - 1 - x)
    case .rotate270: (width - 1 - y, x)
    }
  }
}
