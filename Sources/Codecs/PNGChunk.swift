import CCodecShims

/// Where a chunk of a PNG stands in its file, found by its length alone.
///
/// Source: PNG (third edition), 5.3 and 11.3.
struct PNGChunk {
  /// The four letters, the first in the highest byte.
  let type: UInt32
  /// Where the content stands; the CRC follows it, within the file.
  let content: Range<Int>

  /// Offset of the first chunk.
  static let first = 8
  /// Offset of the chunk behind this one.
  var next: Int { content.upperBound + 4 }

  /// The chunk at an offset; nil where the file ends before the chunk does.
  init?(at offset: Int, in file: RawSpan) {
    guard offset >= 0, offset <= file.byteCount - 12 else { return nil }
    let length = Int(file.bigEndian(at: offset))
    guard length <= file.byteCount - 12 - offset else { return nil }
    type = file.bigEndian(at: offset + 4)
    content = offset + 8..<offset + 8 + length
  }

  /// A chunk's name, of four letters.
  static func named(_ name: StaticString) -> UInt32 {
    precondition(name.utf8CodeUnitCount == 4, "no name of a chunk")
    // Safe: the four bytes were just counted.
    return (0..<4).reduce(0) { unsafe $0 << 8 | UInt32(name.utf8Start[$1]) }
  }

  private static let (exif, pixels, end) = (named("eXIf"), named("IDAT"), named("IEND"))
  private static let (animation, frameControl) = (named("acTL"), named("fcTL"))

  /// Whether there are frames besides the default image: an acTL chunk before the pixels says how
  /// many there are, and an fcTL there that the default image is one of them.
  ///
  /// Source: PNG (third edition), 4.9, 11.3.6.1 and 11.3.6.2.
  static func announcesOtherFrames(in file: RawSpan) -> Bool {
    var frames = 0
    var isFrame = false
    var at = first
    while let chunk = PNGChunk(at: at, in: file), chunk.type != pixels, chunk.type != end {
      if chunk.type == frameControl { isFrame = true }
      if chunk.type == animation, frames == 0, chunk.content.count >= 4 {
        frames = Int(file.bigEndian(at: chunk.content.lowerBound))
      }
      at = chunk.next
    }
    return frames > (isFrame ? 1 : 0)
  }

  /// The first sound EXIF block behind the pixels, where libpng finds it only after they were read.
  /// The same limits hold as for one before them.
  static func lateEXIF(in file: RawSpan) -> [UInt8]? {
    var isLate = false
    var at = first
    while let chunk = PNGChunk(at: at, in: file), chunk.type != end {
      if chunk.type == pixels { isLate = true }
      if isLate, chunk.type == exif, let block = chunk.exif(in: file) { return block }
      at = chunk.next
    }
    return nil
  }

  private func exif(in file: RawSpan) -> [UInt8]? {
    guard content.count >= 2, content.count <= Int(TRI_PNG_CHUNK_MEMORY) else { return nil }
    return unsafe file.withUnsafeBytes { file -> [UInt8]? in
      // Safe: a chunk lies within its file, and its name stands before its content.
      let block = unsafe UnsafeRawBufferPointer(rebasing: file[content])
      guard unsafe block[0] == block[1], unsafe block[0] == 0x49 || block[0] == 0x4D else {
        return nil
      }
      // The CRC is of the name, too.
      let summed = unsafe UnsafeRawBufferPointer(
        rebasing: file[content.lowerBound - 4..<content.upperBound])
      let sum = unsafe tri_crc32(summed.baseAddress, summed.count)
      let stored = unsafe file.loadUnaligned(fromByteOffset: content.upperBound, as: UInt32.self)
      return sum == UInt32(bigEndian: stored) ? unsafe [UInt8](block) : nil
    }
  }
}

extension RawSpan {
  /// Four bytes, the first the highest; the caller has checked that they are there.
  func bigEndian(at offset: Int) -> UInt32 {
    precondition(offset >= 0 && offset <= byteCount - 4, "beyond the end")
    return UInt32(
      bigEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }
}
