import FileIO
import Memory
import SystemPackage

/// Files read whole by the tool itself: lists of names, settings of the kernel, files to inspect.
enum SmallFile {
  /// Everything that can be read from a descriptor.
  static func bytes(of descriptor: FileDescriptor) throws(Errno) -> [UInt8] {
    var all: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    do {
      while true {
        // Safe: the buffer is the chunk's own and lives as long as the call.
        let count = unsafe try chunk.withUnsafeMutableBytes { buffer in
          unsafe try descriptor.read(into: buffer)
        }
        if count == 0 { return all }
        all.append(contentsOf: chunk.prefix(count))
      }
    } catch {
      throw error as? Errno ?? .ioError
    }
  }

  static func bytes(at path: FilePath) throws(FileError) -> [UInt8] {
    let descriptor: FileDescriptor
    do {
      descriptor = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
    } catch {
      throw FileError(.open, path, error as? Errno ?? .ioError)
    }
    defer { try? descriptor.close() }
    do {
      return try bytes(of: descriptor)
    } catch {
      throw FileError(.read, path, error)
    }
  }

  /// The text of a small file, or nil where it cannot be had.
  static func text(_ path: FilePath) -> String? {
    (try? bytes(at: path)).map { String(decoding: $0, as: UTF8.self) }
  }
}
