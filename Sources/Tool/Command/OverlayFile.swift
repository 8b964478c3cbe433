import Codecs
import Filters
import Memory
import Pixels
import SystemPackage

/// Reads the picture that a chain lays over others, once and before any work starts.
enum OverlayFile {
  /// - Parameter limit: bytes above which the file is refused.
  /// - Throws: a usage error, since nothing can be done without it.
  static func read(_ path: String, limit: Int) throws(UsageError) -> OverlayPicture {
    let bytes: ByteBlock
    do {
      bytes = try PictureFile.bytes(at: FilePath(path), limit: limit)
    } catch {
      throw UsageError(
        "in the filter chain: overlay: \(error); give the path of a PNG or JPEG file, in quotes "
          + "where it has a comma, a colon or an equals sign")
    }
    do {
      let header = try inspectHeader(of: bytes, maxPixels: DecodeOptions().maxPixels)
      let decoder = try openDecoder(bytes, DecodeOptions(), .never)
      return try OverlayPicture(
        Reorient.reoriented(decoder, header.orientation, .never),
        sum: bytes.withSpan { XXHash64.hash($0) })
    } catch {
      throw UsageError(
        "in the filter chain: overlay: '\(path)' is no picture that can be read: \(error)")
    }
  }
}
