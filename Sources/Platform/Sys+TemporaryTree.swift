import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// Folders that are there for a while.
extension Sys {
  /// Makes a folder that only this user may enter, below `parent`, its name beginning with
  /// `prefix`.
  package static func makeTemporaryDirectory(
    in parent: FilePath, prefix: String
  ) throws(Errno) -> FilePath {
    if case .fail(let errno)? = Faults.strike(.mkdir) { throw errno }
    var template = parent.appending(prefix + "XXXXXX").platformCharacters
    // Safe: the template is zero-terminated, and mkdtemp writes over its last six characters only.
    guard unsafe mkdtemp(&template) != nil else { throw Errno(rawValue: errno) }
    return FilePath(platformString: template)
  }

  /// Removes a folder with everything in it, not following links. What cannot be removed is left,
  /// and the first reason thrown in the end.
  package static func removeTree(_ folder: FilePath) throws(Errno) {
    var failure: Errno?
    for entry in try listDirectory(folder) {
      let path = folder.appending(entry.name)
      do {
        let kind =
          entry.kind == .unknown ? try status(path, followingLinks: false).kind : entry.kind
        if kind == .directory { try removeTree(path) } else { try unlink(path) }
      } catch {
        failure = failure ?? error
      }
    }
    if let failure { throw failure }
    try removeDirectory(folder)
  }
}

extension FilePath {
  /// Zero-terminated.
  fileprivate var platformCharacters: [CChar] {
    unsafe withPlatformString { start in
      var characters: [CChar] = []
      var next = unsafe start
      while unsafe next.pointee != 0 {
        unsafe characters.append(next.pointee)
        unsafe next += 1
      }
      return characters + [0]
    }
  }
}
