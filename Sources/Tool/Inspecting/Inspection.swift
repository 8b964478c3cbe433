import Codecs
import Execution
import FileIO
import Memory
import Pixels
import SystemPackage

/// What a file turned out to be.
package struct Inspection: Sendable {
  package var path: FilePath
  package var bytes: Int?
  package var header: ImageHeader?
  package var metadata: Metadata?
  package var warnings: [String] = []
  /// Why the file is not a valid picture; nil where it is.
  package var fault: String?

  package var isValid: Bool { fault == nil }

  /// Reads the file and decodes it to the end, keeping no pixels.
  ///
  /// - Parameter limit: bytes above which the file is not read.
  package init(
    of path: FilePath, _ options: DecodeOptions,
    limit: Int = ExecutionSettings.standardMaxInputBytes
  ) {
    self.path = path
    do {
      try look(options, limit)
    } catch {
      fault = error.description
    }
  }

  private enum Fault: Error {
    case file(FileError)
    case image(ImageError)

    var description: String {
      switch self {
      case .file(let error): error.description
      case .image(let error): error.description
      }
    }
  }

  private mutating func look(_ options: DecodeOptions, _ limit: Int) throws(Fault) {
    let content: ByteBlock
    do { content = try PictureFile.bytes(at: path, limit: limit) } catch { throw .file(error) }
    bytes = content.count
    do {
      try decode(content, options)
    } catch {
      throw .image(error)
    }
  }

  private mutating func decode(
    _ block: ByteBlock, _ options: DecodeOptions
  ) throws(ImageError) {
    header = try inspectHeader(of: block, maxPixels: options.maxPixels)
    let decoder = try openDecoder(block, options, .never)
    header = decoder.header
    metadata = decoder.metadata
    let row = try PixelBuffer(
      ImageShape(width: decoder.shape.width, height: 1, format: decoder.shape.format))
    for _ in 0..<decoder.shape.height { try decoder.read(into: row[row: 0]) }
    warnings = try decoder.finish()
  }
}
