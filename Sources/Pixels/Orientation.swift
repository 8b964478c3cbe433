/// EXIF orientation, 1 to 8: what must be done to the stored pixels to see the picture upright.
package enum Orientation: UInt8, Sendable, Hashable, CaseIterable {
  case upright = 1
  case mirrored = 2
  case rotated180 = 3
  case flipped = 4
  case transposed = 5
  case rotate90 = 6
  case transversed = 7
  case rotate270 = 8

  package var swapsAxes: Bool { rawValue >= 5 }
}
