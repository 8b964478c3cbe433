import FileIO
import Platform
import SystemPackage

/// The names in a folder, and making folders.
enum FolderListing {
  /// Names without `.` and `..`, in the order of their bytes: file systems have none that would be
  /// the same twice.
  static func names(in folder: FilePath) throws(FileError) -> [[UInt8]] {
    do {
      return try Sys.listDirectory(folder)
        .map { FilePath(root: nil, [$0.name]).bytes }
        .sorted { $0.lexicographicallyPrecedes($1) }
    } catch {
      throw FileError(.list, folder, error)
    }
  }

  /// Makes a folder and those above it; one that is there already is fine.
  static func create(_ folder: FilePath) throws(FileError) {
    if folder.isEmpty { return }
    do {
      try Sys.makeDirectories(folder)
    } catch .notDirectory {
      throw FileError(
        .createDirectory, folder, .notDirectory, note: "a file has this name or one above it")
    } catch {
      throw FileError(.createDirectory, folder, error)
    }
  }
}
