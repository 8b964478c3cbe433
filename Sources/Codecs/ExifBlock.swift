import Pixels

/// The directories of an EXIF block, which is a TIFF file: a chain of two, of which the second is
/// about a thumbnail, and one for the camera's settings that the first points to. Some programs
/// chain more, with larger previews, or give the first one a thumbnail.
///
/// All reads are within bounds, whatever the block says.
///
/// Source: TIFF 6.0, section 2; EXIF 2.32, 4.6.4 (tags), 4.8.1 (thumbnails).
private struct ExifBlock {
  private(set) var bytes: [UInt8]
  private let isLittleEndian: Bool

  private enum Tag {
    static let (width, height) = (0x0100, 0x0101)
    static let (stripOffsets, stripByteCounts) = (0x0111, 0x0117)
    static let orientation = 0x0112
    static let (jpegOffset, jpegByteCount) = (0x0201, 0x0202)
    static let settings = 0x8769
    static let (pixelWidth, pixelHeight) = (0xA002, 0xA003)
  }

  /// More strips than any thumbnail has, and more directories than anybody chains.
  private static let (mostValues, mostDirectories) = (1024, 16)

  init?(_ bytes: [UInt8]) {
    switch bytes.prefix(4) {
    case [0x49, 0x49, 42, 0]: isLittleEndian = true
    case [0x4D, 0x4D, 0, 42]: isLittleEndian = false
    default: return nil
    }
    self.bytes = bytes
  }

  private var first: Int? { long(at: 4) }

  /// The orientation, sensible or not, and where its value has its lowest byte.
  var orientation: (value: Int, lowByte: Int)? {
    first.flatMap { entry(Tag.orientation, in: $0) }.flatMap(number)
  }

  /// Makes every field that says how large the picture is say this.
  mutating func setSize(width: Int, height: Int) {
    guard let first else { return }
    let settings = entry(Tag.settings, in: first).flatMap(number)?.value
    for (directory, tags) in [
      (first, (Tag.width, Tag.height)), (settings ?? -1, (Tag.pixelWidth, Tag.pixelHeight)),
    ] {
      set(tags.0, in: directory, to: width)
      set(tags.1, in: directory, to: height)
    }
  }

  /// Unlinks the directories behind the first and blanks them and their thumbnails, whose bytes go
  /// altogether where they end the block. What the first directory needs is not touched, whatever
  /// the others say.
  mutating func dropThumbnail() {
    guard let first, let link = end(of: first) else { return }
    var blanks = compressed(in: first)
    if !blanks.isEmpty, let length = entry(Tag.jpegByteCount, in: first) {
      set(long: 0, at: length + 8)
    }
    var next = long(at: link) ?? 0
    for _ in 0..<Self.mostDirectories {
      guard next != 0, let count = short(at: next) else { break }
      blanks += compressed(in: next) + ranges(Tag.stripOffsets, Tag.stripByteCounts, in: next)
      blanks.append(next..<next + 2 + 12 * count + 4)
      // An offset of 0 is none.
      set(long: 0, at: link)
      next = end(of: next).flatMap(long) ?? 0
    }
    blank(blanks, keeping: [0..<8, first..<link + 4])
  }

  /// Some programs move a thumbnail and forget to say so; what stands there now is not theirs.
  private func compressed(in directory: Int) -> [Range<Int>] {
    ranges(Tag.jpegOffset, Tag.jpegByteCount, in: directory)
      .filter { bytes.dropFirst($0.lowerBound).starts(with: [0xFF, 0xD8]) }
  }

  private func ranges(_ offsets: Int, _ byteCounts: Int, in directory: Int) -> [Range<Int>] {
    zip(values(of: offsets, in: directory), values(of: byteCounts, in: directory))
      .map { $0..<$0 + $1 }
  }

  /// Each byte once, however many ranges lie above each other.
  private mutating func blank(_ ranges: [Range<Int>], keeping kept: [Range<Int>]) {
    var blanked = 0
    // Where the blank that ends at `blanked` begins.
    var tail = 0
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound })
    where !kept.contains(where: range.overlaps) {
      let start = max(range.lowerBound, blanked)
      let end = min(range.upperBound, bytes.count)
      guard start < end else { continue }
      for index in start..<end { bytes[index] = 0 }
      if start > blanked { tail = start }
      blanked = end
    }
    if blanked == bytes.count { bytes.removeSubrange(tail...) }
  }

  // MARK: Directories

  /// Where the link to the next directory stands; nil where that is beyond the block.
  private func end(of directory: Int) -> Int? {
    guard let count = short(at: directory) else { return nil }
    let end = directory + 2 + 12 * count
    return long(at: end) == nil ? nil : end
  }

  private func entry(_ tag: Int, in directory: Int) -> Int? {
    guard let count = short(at: directory) else { return nil }
    for index in 0..<count {
      let entry = directory + 2 + 12 * index
      guard let found = short(at: entry) else { return nil }
      if found == tag { return entry }
    }
    return nil
  }

  /// The single value that stands in a directory entry, and where its lowest byte is. EXIF asks
  /// for the type SHORT in some and LONG in others; writers differ.
  private func number(inEntryAt entry: Int) -> (value: Int, lowByte: Int)? {
    let start = entry + 8
    guard long(at: entry + 4) == 1, let whole = long(at: start) else { return nil }
    switch short(at: entry + 2) {
    case 3: return short(at: start).map { ($0, start + (isLittleEndian ? 0 : 1)) }
    case 4: return (whole, start + (isLittleEndian ? 0 : 3))
    default: return nil
    }
  }

  /// The values of an entry, which stand elsewhere where they are too long for it; none where they
  /// make no sense.
  private func values(of tag: Int, in directory: Int) -> [Int] {
    guard let entry = entry(tag, in: directory), let type = short(at: entry + 2),
      let count = long(at: entry + 4), type == 3 || type == 4, 1...Self.mostValues ~= count,
      let start = count * (type == 3 ? 2 : 4) <= 4 ? entry + 8 : long(at: entry + 8)
    else { return [] }
    return (0..<count).compactMap {
      type == 3 ? short(at: start + 2 * $0) : long(at: start + 4 * $0)
    }
  }

  /// Where there is such an entry. It becomes a LONG where the value needs that.
  private mutating func set(_ tag: Int, in directory: Int, to value: Int) {
    guard let entry = entry(tag, in: directory), number(inEntryAt: entry) != nil,
      let wide = UInt32(exactly: value)
    else { return }
    if short(at: entry + 2) == 3, let narrow = UInt16(exactly: value) {
      set(short: narrow, at: entry + 8)
    } else {
      set(short: 4, at: entry + 2)
      set(long: wide, at: entry + 8)
    }
  }

  // MARK: Numbers

  private func short(at offset: Int) -> Int? {
    guard offset >= 0, offset <= bytes.count - 2 else { return nil }
    let first = Int(bytes[offset])
    let second = Int(bytes[offset + 1])
    return isLittleEndian ? first | second << 8 : first << 8 | second
  }

  private func long(at offset: Int) -> Int? {
    guard let first = short(at: offset), let second = short(at: offset + 2) else { return nil }
    return isLittleEndian ? first | second << 16 : first << 16 | second
  }

  private mutating func set(short value: UInt16, at offset: Int) {
    let (low, high) = (UInt8(truncatingIfNeeded: value), UInt8(value >> 8))
    bytes[offset] = isLittleEndian ? low : high
    bytes[offset + 1] = isLittleEndian ? high : low
  }

  private mutating func set(long value: UInt32, at offset: Int) {
    let (low, high) = (UInt16(truncatingIfNeeded: value), UInt16(value >> 16))
    set(short: isLittleEndian ? low : high, at: offset)
    set(short: isLittleEndian ? high : low, at: offset + 2)
  }
}

extension Metadata {
  /// What EXIF says; upright where it says nothing valid.
  package var orientation: Orientation {
    exif.flatMap(ExifBlock.init)?.orientation
      .flatMap { UInt8(exactly: $0.value) }.flatMap(Orientation.init) ?? .upright
  }

  /// The same with the EXIF orientation set to upright: for pixels that have been turned.
  package func resettingOrientation() -> Metadata {
    guard let exif, let found = ExifBlock(exif)?.orientation,
      UInt8(exactly: found.value).flatMap(Orientation.init) != nil
    else { return self }
    var result = self
    result.exif?[found.lowByte] = Orientation.upright.rawValue
    return result
  }

  /// The same for a picture whose pixels were changed: EXIF gives its size, and has no thumbnail,
  /// which would still show what was there before. What a maker hides in notes of its own stays.
  package func describingChanged(width: Int, height: Int) -> Metadata {
    guard var block = exif.flatMap(ExifBlock.init) else { return self }
    block.dropThumbnail()
    block.setSize(width: width, height: height)
    var result = self
    result.exif = block.bytes
    return result
  }
}
