import Memory
import Pixels

/// How a picture is written.
package enum EncodeSettings: Sendable, Hashable {
  case png(PNGSettings)
  case jpeg(JPEGSettings)

  package var format: ImageFileFormat {
    switch self {
    case .png: .png
    case .jpeg: .jpeg
    }
  }

  /// Bytes that an encoder for such pictures holds besides the growing file.
  package func workingBytes(_ shape: ImageShape) -> Int {
    switch self {
    case .png(let settings): PNGEncoder.workingBytes(shape, settings)
    case .jpeg: 0
    }
  }

  /// How many pieces of the work on such a picture can be done at a time, and bytes held for each
  /// but the first.
  package func pieces(_ shape: ImageShape) -> (count: Int, workingBytes: Int) {
    switch self {
    case .png(let settings):
      (PNGPiece.count(for: shape), PNGPieces.workingBytes(shape, level: settings.level))
    case .jpeg: (1, 0)
    }
  }
}

package struct PNGSettings: Sendable, Hashable {
  /// How hard to compress, 0 (stored) to 9 (smallest); each takes at most about as many bytes as
  /// zlib's level of that number.
  package var level: Int
  package init(level: Int = 6) { self.level = level }
}

package struct JPEGSettings: Sendable, Hashable {
  /// libjpeg quality, 1 to 100.
  package var quality: Int
  package var subsampling: Subsampling
  package var progressive: Bool
  /// 8-bit RGB that stands behind transparent pixels, since JPEG has no alpha.
  package var background: (red: UInt8, green: UInt8, blue: UInt8) {
    get { (backgroundRed, backgroundGreen, backgroundBlue) }
    set { (backgroundRed, backgroundGreen, backgroundBlue) = newValue }
  }
  private var backgroundRed: UInt8 = 255
  private var backgroundGreen: UInt8 = 255
  private var backgroundBlue: UInt8 = 255

  package init(
    quality: Int = 90, subsampling: Subsampling = .s420, progressive: Bool = false
  ) {
    self.quality = quality
    self.subsampling = subsampling
    self.progressive = progressive
  }
}

/// A picture being encoded: rows go in from top to bottom, a file comes out at the end.
package protocol ImageEncoder: AnyObject {
  /// Takes the next row, of the shape that the encoder was opened for.
  func write(_ row: MutableRow) throws(ImageError)

  /// Call after the last row. The block holds the whole file.
  func finish() throws(ImageError) -> ByteBlock
}
