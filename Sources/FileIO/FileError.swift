import SystemPackage

/// A file operation that failed: what was tried, on which path, why, and what to try, unless there
/// is a note that says so.
package struct FileError: Error, Sendable, Hashable, CustomStringConvertible {
  package enum Action: String, Sendable, Hashable {
    case open, read, create, write, sync, publish, inspect
    case createDirectory = "create directory"
    case list
    /// An I/O engine; its name stands for the path.
    case start
  }

  package var action: Action
  package var path: FilePath
  package var errno: Errno
  /// Said instead of the errno's own words where those would mislead.
  package var note: String?

  package init(_ action: Action, _ path: FilePath, _ errno: Errno, note: String? = nil) {
    self.action = action
    self.path = path
    self.errno = errno
    self.note = note
  }

  /// Whether it is the machine's trouble rather than this file's: disk full, quota, I/O error.
  /// A batch stops then, and exits with 75 so that it may be tried again.
  package var isEnvironmental: Bool {
    switch errno {
    case .noSpace, .diskQuotaExceeded, .ioError, .noMemory, .tooManyOpenFiles,
      .tooManyOpenFilesInSystem:
      true
    default: false
    }
  }

  /// Whether the place cannot be written to by anybody: of one folder that costs what would go
  /// there, of the whole output folder it is the machine's trouble.
  package var isReadOnly: Bool { errno == .readOnlyFileSystem }

  /// Whether this user may not.
  package var isForbidden: Bool { errno == .permissionDenied || errno == .notPermitted }

  package var description: String {
    "cannot \(action.rawValue) \(path.string): \(note ?? errno.description + advice)"
  }

  /// What to try, where that is known and not plain.
  private var advice: String {
    switch errno {
    case .tooManyOpenFiles, .tooManyOpenFilesInSystem:
      "; try a higher `ulimit -n`, or fewer workers"
    case .fileTooLarge: ": more than `ulimit -f` or the file system allows"
    default: ""
    }
  }
}
