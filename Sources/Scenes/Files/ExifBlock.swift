import Pixels

/// A small EXIF block: a TIFF header and one directory with the orientation and a program's name.
package enum ExifBlock {
  /// - Parameter bigEndian: whether the block is in Motorola's byte order ("MM") or Intel's ("II").
  package static func bytes(_ orientation: Orientation, bigEndian: Bool = false) -> [UInt8] {
    let software = Array("Triptych fixtures".utf8) + [0]
    let entries = 2
    let textStart = 8 + 2 + entries * 12 + 4
    var block = Array((bigEndian ? "MM" : "II").utf8)
    func append(_ value: Int, bytes: Int) {
      if bigEndian {
        block.append(big: value, bytes: bytes)
      } else {
        block.append(little: value, bytes: bytes)
      }
    }
    append(42, bytes: 2)
    append(8, bytes: 4)
    append(entries, bytes: 2)
    // Orientation: one SHORT, in the first two of the four bytes for a value.
    append(0x0112, bytes: 2)
    append(3, bytes: 2)
    append(1, bytes: 4)
    append(Int(orientation.rawValue), bytes: 2)
    append(0, bytes: 2)
    // Software: ASCII, behind the directory.
    append(0x0131, bytes: 2)
    append(2, bytes: 2)
    append(software.count, bytes: 4)
    append(textStart, bytes: 4)
    append(0, bytes: 4)
    return block + software
  }
}
