import FileIO
import Memory
import SystemPackage

/// Pictures read whole by the tool itself, as jobs read them: regular files up to a size, and
/// nothing that reading waits for.
enum PictureFile {
  /// - Parameter limit: bytes above which the file is refused.
  static func bytes(at path: FilePath, limit: Int) throws(FileError) -> ByteBlock {
    try BlockingEngine().readNow(ReadRequest(path: path, limit: limit)).bytes.get()
  }
}
