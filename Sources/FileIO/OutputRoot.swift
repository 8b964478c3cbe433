import Platform
import SystemPackage

/// The folder that all outputs of a batch lie in, held open from before the first is written.
///
/// Where its name leads is the user's business, and is found out once: it may be a link. Below it
/// no link to a folder is followed, whoever made it and whenever, and each output is put in place
/// in a folder that was entered through the root and is held by descriptor. So nothing lands
/// outside, even while somebody swaps folders for links.
package final class OutputRoot: Sendable {
  package let path: FilePath
  private let folder: Descriptor

  /// - Throws: where there is no such folder.
  package init(_ path: FilePath) throws(FileError) {
    self.path = path
    do throws(Errno) {
      folder = try Sys.open(path.isEmpty ? "." : path, .place)
      guard try Sys.status(folder.borrowed).kind == .directory else { throw .notDirectory }
    } catch {
      throw FileError(.open, path, error)
    }
  }

  package var descriptor: FileDescriptor { folder.borrowed }

  /// Why no file can be made in it, in words; nil where that is not so. That a folder of a
  /// container's image is gone cannot be seen. To the fault seam, nobody looks.
  package var trouble: String? {
    Faults.aside {
      do throws(Errno) {
        guard try Sys.status(descriptor).links > 0 else {
          return "the output folder \(path.string) is gone"
        }
        try Sys.checkWritable(descriptor)
        return nil
      } catch {
        return "the output folder \(path.string) can no longer be written to: \(error)"
      }
    }
  }

  /// A path relative to the root.
  /// - Throws: EXDEV for one that is not below it, by its names.
  func place(of path: FilePath) throws(Errno) -> FilePath {
    let own = self.path.components
    let place = FilePath(root: nil, path.components.dropFirst(own.count))
    guard path.starts(with: self.path), place.components.allSatisfy({ $0.kind == .regular }) else {
      throw .improperLink
    }
    return place
  }

  /// Makes a folder below the root and those above it; those that are there already are well.
  ///
  /// - Parameter writing: whether files are to be made there: then it fails where none can be.
  package func makeFolder(_ path: FilePath, writing: Bool) throws(FileError) {
    let folder: Descriptor
    do throws(Errno) {
      folder = try enter(path, making: true)
    } catch {
      throw FileError(.createDirectory, path, error, note: OutputRoot.explanation(of: error))
    }
    guard writing else { return }
    do throws(Errno) {
      try Sys.checkWritable(folder.borrowed)
    } catch {
      throw FileError(.write, path, error)
    }
  }

  /// A descriptor of a folder below the root, by its whole path.
  package func enter(_ path: FilePath, making: Bool = false) throws(Errno) -> Descriptor {
    let place = try place(of: path)
    do throws(Errno) {
      return try reach(place.isEmpty ? "." : place, from: descriptor)
    } catch .noSuchFileOrDirectory where making {
      var reached = try reach(".", from: descriptor)
      for component in place.components {
        let name = FilePath(root: nil, [component])
        // Somebody else may make it at the same time.
        do throws(Errno) { try Sys.makeDirectory(name, in: reached.borrowed) } catch .fileExists {}
        reached = try reach(name, from: reached.borrowed)
      }
      return reached
    }
  }

  private func reach(_ path: FilePath, from folder: FileDescriptor) throws(Errno) -> Descriptor {
    do throws(Errno) {
      return try Sys.enter(path, beneath: folder)
    } catch  where OutputRoot.lacksEntering(error) {
      return try Sys.walk(path, beneath: folder)
    }
  }

  /// Whether it is the call that is missing or forbidden, and not the folder.
  static func lacksEntering(_ errno: Errno) -> Bool {
    errno == .noFunction || errno == .notPermitted
  }

  /// What is in the way of a path below a root, where the errno's own words would not say.
  static func explanation(of errno: Errno) -> String? {
    switch errno {
    case .tooManySymbolicLinkLevels:
      "a symbolic link is in the way, and below the output folder none is followed; name the "
        + "folder it leads to as -o"
    // ENOTDIR stands for a link, too, where it was found by older calls.
    case .notDirectory: "a file, or a symbolic link, is where a folder would have to be"
    case .improperLink: "it would lead out of the output folder"
    default: nil
    }
  }
}
