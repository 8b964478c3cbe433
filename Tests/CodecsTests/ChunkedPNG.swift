import Codecs

/// A PNG put together chunk by chunk, to be changed where PNGWriter would not.
struct ChunkedPNG {
  var chunks: [(type: String, bytes: [UInt8])]
  /// Indices of chunks whose CRCs are to be wrong.
  var wrongCRCs: Set<Int> = []

  init(_ file: [UInt8]) {
    chunks = []
    var at = 8
    while at < file.count {
      let length = file[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
      chunks.append(
        (
          String(decoding: file[at + 4..<at + 8], as: UTF8.self),
          Array(file[at + 8..<at + 8 + length])
        ))
      at += 12 + length
    }
  }

  var file: [UInt8] {
    [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
      + chunks.enumerated().flatMap { index, chunk in
        var bytes = ChunkedPNG.chunk(chunk.type, chunk.bytes)
        if wrongCRCs.contains(index) { bytes[bytes.count - 1] ^= 1 }
        return bytes
      }
  }

  static func chunk(_ type: String, _ bytes: [UInt8]) -> [UInt8] {
    let summed = Array(type.utf8) + bytes
    return bigEndian(UInt32(bytes.count)) + summed + bigEndian(CRC32.of(summed[...]))
  }
}
