import FileIO
import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// Which file a name leads to, whatever the name.
package struct FileIdentity: Sendable, Hashable {
  package var device: UInt64
  package var inode: UInt64
}

/// What planning wants to know of a file.
package struct FileFacts: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    case file, folder
    /// A pipe, a device, a socket: nothing that has a size and an end.
    case other
  }

  package var kind: Kind
  package var identity: FileIdentity
  package var bytes: Int
  /// Nanoseconds since 1970 at which the content last changed.
  package var modified: Int64

  /// What the name leads to, links followed; nil where there is nothing of that name.
  ///
  /// - Throws: where something is there, or may be, and cannot be looked at.
  package static func of(_ path: FilePath) throws(FileError) -> FileFacts? {
    do {
      return FileFacts(try path.stat())
    } catch Errno.noSuchFileOrDirectory {
      return nil
    } catch {
      throw FileError(.inspect, path, error)
    }
  }

  private init(_ stat: Stat) {
    kind =
      switch stat.type {
      case .regular: .file
      case .directory: .folder
      default: .other
      }
    identity = FileIdentity(
      device: UInt64(stat.deviceID.rawValue), inode: UInt64(stat.inode.rawValue))
    bytes = Int(stat.size)
    modified = Int64(stat.st_mtim.tv_sec) * 1_000_000_000 + Int64(stat.st_mtim.tv_nsec)
  }
}
