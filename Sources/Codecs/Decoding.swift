import Memory
import Pixels

/// How forgiving a decoder is.
package enum DamagePolicy: String, Sendable, Hashable {
  /// Any warning refuses the file.
  case strict
  /// Missing or damaged pixel data refuses it; a damaged ancillary chunk only warns.
  case standard
  /// What could be decoded is kept, with a warning.
  case accept
}

package struct DecodeOptions: Sendable, Hashable {
  package var damage: DamagePolicy
  /// Width × height above which a picture is refused before any memory is taken.
  package var maxPixels: Int
  /// JPEG only: decode at this many eighths of the size, 1 to 8.
  package var jpegEighths: Int
  /// JPEG only: yield the file's planes, not pixels. At eight eighths, of a picture that has them.
  package var planes: JPEGPlanes?

  package static let standardMaxPixels = 178_956_970

  package init(
    damage: DamagePolicy = .standard, maxPixels: Int = DecodeOptions.standardMaxPixels,
    jpegEighths: Int = 8, planes: JPEGPlanes? = nil
  ) {
    self.damage = damage
    self.maxPixels = maxPixels
    self.jpegEighths = jpegEighths
    self.planes = planes
  }
}

/// A picture being decoded: a source of rows with a header in front and warnings behind.
package protocol ImageDecoder: RowSource {
  var header: ImageHeader { get }
  var metadata: Metadata { get }

  /// Call when the last row was read: reads what follows the pixels and settles the warnings.
  ///
  /// - Returns: what the library warned of, in order, without repeats.
  /// - Throws: where the damage policy refuses what was found.
  func finish() throws(ImageError) -> [String]
}
