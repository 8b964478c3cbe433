import Pixels

/// Finds the orientation in an EXIF block, which is a TIFF file without pictures.
///
/// Source: TIFF 6.0, section 2; EXIF 2.32, 4.6.4, tag 0x0112.
struct ExifOrientation {
  let orientation: Orientation
  /// Offset of the value's least significant byte; the others are 0.
  let lowByte: Int

  /// Nil where the block has no orientation, or none that makes sense.
  init?(in exif: [UInt8]) {
    guard let tiff = TIFFBytes(exif), let directory = tiff.long(at: 4),
      let entries = tiff.short(at: directory)
    else { return nil }
    for index in 0..<entries {
      let entry = directory + 2 + 12 * index
      guard let tag = tiff.short(at: entry) else { return nil }
      if tag == 0x0112 {
        guard let (value, lowByte) = tiff.number(inEntryAt: entry),
          let orientation = UInt8(exactly: value).flatMap(Orientation.init)
        else { return nil }
        self.orientation = orientation
        self.lowByte = lowByte
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

  /// The single value that stands in a directory entry, and where its lowest byte is. EXIF asks
  /// for the type SHORT; some writers use LONG.
  func number(inEntryAt entry: Int) -> (value: Int, lowByte: Int)? {
    let start = entry + 8
    guard long(at: entry + 4) == 1, let whole = long(at: start) else { return nil }
    switch short(at: entry + 2) {
    case 3: return short(at: start).map { ($0, start + (isLittleEndian ? 0 : 1)) }
    case 4: return (whole, start + (isLittleEndian ? 0 : 3))
    default: return nil
    }
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
    result.exif?[found.lowByte] = Orientation.upright.rawValue
    return result
  }
}
