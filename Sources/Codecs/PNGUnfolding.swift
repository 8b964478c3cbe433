import CCodecShims
import Memory
import Pixels

/// What libpng will make of a PNG's texts and profile, and what EXIF behind the pixels takes, found
/// without keeping any of it: a few kilobytes of the file may be megabytes of text.
struct PNGUnfolding {
  /// Bytes of all of it.
  private(set) var bytes = 0
  private var textBytes = 0
  private var texts = 0
  private var profile = 0
  private var exif = 0

  private static let longest = Int(TRI_PNG_CHUNK_MEMORY)
  private static let (text, packed, international) = (
    PNGChunk.named("tEXt"), PNGChunk.named("zTXt"), PNGChunk.named("iTXt")
  )
  private static let (icc, exif, end) = (
    PNGChunk.named("iCCP"), PNGChunk.named("eXIf"), PNGChunk.named("IEND")
  )

  /// - Throws: what the checkpoint throws.
  init(of file: ByteBlock, _ checkpoint: Checkpoint) throws(ImageError) {
    try file.withSpan { file throws(ImageError) in
      var at = PNGChunk.first
      while let chunk = PNGChunk(at: at, in: file), chunk.type != Self.end {
        if count(chunk, in: file) { try checkpoint.poll() }
        at = chunk.next
      }
    }
    bytes = textBytes + profile + exif
  }

  /// - Returns: whether that may have taken a while.
  private mutating func count(_ chunk: PNGChunk, in file: RawSpan) -> Bool {
    switch chunk.type {
    case Self.text, Self.packed, Self.international:
      // The reader takes no further ones, either.
      guard texts < Int(TRI_PNG_CHUNK_COUNT), textBytes <= Int(TRI_PNG_TEXT_MEMORY) else {
        return false
      }
      texts += 1
      textBytes += Self.size(ofText: chunk, in: file)
    case Self.icc:
      profile = max(profile, Self.size(ofProfile: chunk, in: file))
    case Self.exif:
      if chunk.content.count <= Self.longest { exif = max(exif, chunk.content.count) }
      return false
    default:
      return false
    }
    return true
  }

  private static func size(ofText chunk: PNGChunk, in file: RawSpan) -> Int {
    let raw = chunk.content.count
    guard raw <= longest else { return 0 }
    let upper = chunk.content.upperBound
    guard chunk.type != text, let keyword = byteBehindNUL(in: chunk.content, of: file) else {
      return raw
    }
    if chunk.type == packed {
      return keyword < upper ? size(ofStream: keyword + 1..<upper, in: file) : raw
    }
    // Flag and method, then language and translated keyword, then the text.
    guard keyword + 2 <= upper, file.byte(at: keyword) == 1,
      let language = byteBehindNUL(in: keyword + 2..<upper, of: file),
      let translated = byteBehindNUL(in: language..<upper, of: file)
    else { return raw }
    return translated - chunk.content.lowerBound + size(ofStream: translated..<upper, in: file)
  }

  /// What its first bytes say: so much is taken before it is known whether there is as much.
  private static func size(ofProfile chunk: PNGChunk, in file: RawSpan) -> Int {
    let upper = chunk.content.upperBound
    guard let name = byteBehindNUL(in: chunk.content, of: file), name < upper else { return 0 }
    var head: UInt32 = 0
    let isThere = unsafe withUnsafeMutableBytes(of: &head) { head in
      unsafe file.withUnsafeBytes { file in
        // Safe: a chunk lies within its file, and a stream within its chunk.
        let stream = unsafe UnsafeRawBufferPointer(rebasing: file[name + 1..<upper])
        return unsafe tri_inflate_head(stream.baseAddress, stream.count, head.baseAddress, 4)
      }
    }
    let size = Int(UInt32(bigEndian: head))
    return isThere != 0 && size <= longest ? size : 0
  }

  private static func size(ofStream range: Range<Int>, in file: RawSpan) -> Int {
    unsafe file.withUnsafeBytes { file in
      // Safe: as above.
      let stream = unsafe UnsafeRawBufferPointer(rebasing: file[range])
      return unsafe tri_inflated_size(stream.baseAddress, stream.count, longest)
    }
  }

  /// The offset behind the first NUL; nil where there is none in the range.
  private static func byteBehindNUL(in range: Range<Int>, of file: RawSpan) -> Int? {
    for at in range where file.byte(at: at) == 0 { return at + 1 }
    return nil
  }
}

extension RawSpan {
  fileprivate func byte(at offset: Int) -> UInt8 {
    precondition(offset >= 0 && offset < byteCount, "beyond the end")
    return unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }
}
