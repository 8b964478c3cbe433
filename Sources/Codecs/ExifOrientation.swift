import Pixels

/// Finds the orientation in an EXIF block, which is a TIFF file without pictures.
///
/// Source: TIFF 6.0, section 2; EXIF 2.32, 4.6.4, tag 0x0112.
struct ExifOrientation {
  let orientation: Orientation
  /// Offsets of the two bytes of the value, the more significant first.
  let highByte: Int
  let lowByte: Int

  /// Nil where the block has no orientation, or none that makes sense.
  init?(in exif: [UInt8]) {
    let tiff = TIFFBytes(exif)
    guard let tiff, let directory = tiff.long(at: 4), let entries = tiff.short(at: directory)
    else { return nil }
    for index in 0..<entries {
      let entry = directory + 2 + 12 * index
      guard let tag = tiff.short(at: entry) else { return nil }
      if tag == 0x0112 {
        // One value of type SHORT stands in the entry itself.
        guard tiff.short(at: entry + 2) == 3, tiff.long(at: entry + 4) == 1,
          let value = tiff.short(at: entry + 8), (1...8).contains(value),
          let orientation = Orientation(rawValue: UInt8(value))
        else { return nil }
        self.orientation = orientation
        highByte = entry + 8 + (tiff.isLittleEndian ? 1 : 0)
        lowByte = entry + 8 + (tiff.isLittleEndian ? 0 : 1)
        return
      }
    }
    return nil
  }
}

/// Bytes with a byte order, read within bounds.
private struct TIFFBytes {
  let bytes: [UInt8]
  let isLittleEndian: Bool

  init?(_ bytes: [UInt8]) {
    switch bytes.prefix(4) {
    case [0x49, 0x49, 42, 0]: isLittleEndian = true
    case [0x4D, 0x4D, 0, 42]: isLittleEndian = false
    default: return nil
    }
    self.bytes = bytes
  }

  func short(at offset: Int) -> Int? {
    guard offset >= 0, offset <= bytes.count - 2 else { return nil }
    let first = Int(bytes[offset])
    let second = Int(bytes[offset + 1])
    return isLittleEndian ? first | second << 8 : first << 8 | second
  }

  func long(at offset: Int) -> Int? {
    guard let first = short(at: offset), let second = short(at: offset + 2) else { return nil }
    return isLittleEndian ? first | second << 16 : first << 16 | second
  }
}

extension Metadata {
  /// What EXIF says; upright where it says nothing valid.
  package var orientation: Orientation {
    exif.flatMap { ExifOrientation(in: $0)?.orientation } ?? .upright
  }

  /// The same with the EXIF orientation set to upright: for pixels that have been turned.
  package func resettingOrientation() -> Metadata {
    guard let exif, let found = ExifOrientation(in: exif) else { return self }
    var result = self
    result.exif?[found.highByte] = 0
    result.exif?[found.lowByte] = Orientation.upright.rawValue
    return result
  }
}
