import FileIO
import Platform
import SystemPackage

/// Lists and reports, read whole from front to back, since one may well come through a pipe.
enum SmallFile {
  /// Everything that can be read from a descriptor.
  static func bytes(of descriptor: FileDescriptor) throws(Errno) -> [UInt8] {
    var all: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count: Int
      do {
        // Safe: the buffer is the chunk's own and lives as long as the call.
        count = try unsafe chunk.withUnsafeMutableBytes {
          unsafe try Sys.read(descriptor, into: $0)
        }
      } catch {
        throw error as? Errno ?? .ioError
      }
      if count == 0 { return all }
      all.append(contentsOf: chunk.prefix(count))
    }
  }

  static func bytes(at path: FilePath) throws(FileError) -> [UInt8] {
    let file: Descriptor
    do { file = try Sys.open(path, .readingStream) } catch { throw FileError(.open, path, error) }
    do { return try bytes(of: file.borrowed) } catch { throw FileError(.read, path, error) }
  }
}
