import FileIO
import Platform
import SystemPackage

/// Which file a name leads to, whatever the name.
package struct FileIdentity: Sendable, Hashable {
  package var device: UInt64
  package var inode: UInt64

  package init(device: UInt64, inode: UInt64) {
    self.device = device
    self.inode = inode
  }
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
      return FileFacts(try Sys.status(path))
    } catch .noSuchFileOrDirectory {
      return nil
    } catch {
      throw FileError(.inspect, path, error)
    }
  }

  private init(_ status: FileStatus) {
    kind =
      switch status.kind {
      case .regular: .file
      case .directory: .folder
      default: .other
      }
    identity = FileIdentity(device: status.device, inode: status.inode)
    bytes = status.size
    modified = status.modified
  }
}
