import Memory
import Platform
import SystemPackage

/// What a run wrote: every file below a folder, by name and SHA-256.
package struct OutputDigest: Sendable, Hashable {
  package struct File: Sendable, Hashable {
    /// Relative to the folder.
    package var path: FilePath
    package var digest: String

    package init(path: FilePath, digest: String) {
      self.path = path
      self.digest = digest
    }
  }

  /// By ascending bytes of their names.
  package var files: [File]
  package var bytes: UInt64

  package init(files: [File], bytes: UInt64) {
    self.files = files
    self.bytes = bytes
  }

  /// Reads everything below `folder`; a folder that does not exist holds nothing.
  package init(of folder: FilePath) throws(Errno) {
    var found: [File] = []
    var bytes: UInt64 = 0
    do {
      try OutputDigest.walk(folder, below: FilePath(), &found, &bytes)
    } catch .noSuchFileOrDirectory where found.isEmpty {}
    files = found.sorted { $0.path.bytes.lexicographicallyPrecedes($1.path.bytes) }
    self.bytes = bytes
  }

  /// Reads the files of a folder that bear the names of those in `other`, and nothing else there.
  package init(of folder: FilePath, namedAsIn other: OutputDigest) throws(Errno) {
    self.init(files: [], bytes: 0)
    for file in other.files {
      do {
        let (digest, size) = try OutputDigest.hash(folder.pushing(file.path))
        files.append(File(path: file.path, digest: digest))
        bytes += size
      } catch .noSuchFileOrDirectory {}
    }
  }

  /// One hash for all of it: of the lines "DIGEST  NAME", as sha256sum(1) writes them.
  package var combined: String {
    var hash = SHA256()
    for file in files { hash.update(Array("\(file.digest)  ".utf8) + file.path.bytes + [0x0A]) }
    return hash.finish()
  }

  /// The first file in which two digests differ, and how; nil where they are the same.
  package func difference(from other: OutputDigest) -> String? {
    if self == other { return nil }
    let mine = Dictionary(files.map { ($0.path, $0.digest) }, uniquingKeysWith: { a, _ in a })
    let theirs = Dictionary(
      other.files.map { ($0.path, $0.digest) }, uniquingKeysWith: { a, _ in a })
    for file in files {
      guard let digest = theirs[file.path] else {
        return "\(file.path.printable) was written by the first only"
      }
      if digest != file.digest { return "\(file.path.printable) has other bytes" }
    }
    for file in other.files where mine[file.path] == nil {
      return "\(file.path.printable) was written by the second only"
    }
    return nil
  }

  private static func walk(
    _ folder: FilePath, below name: FilePath, _ found: inout [File], _ bytes: inout UInt64
  ) throws(Errno) {
    for entry in try Sys.listDirectory(folder) {
      let path = folder.appending(entry.name)
      let relative = name.appending(entry.name)
      if try Sys.status(path, followingLinks: false).kind == .directory {
        try walk(path, below: relative, &found, &bytes)
      } else {
        let (digest, size) = try hash(path)
        found.append(File(path: relative, digest: digest))
        bytes += size
      }
    }
  }

  private static func hash(_ path: FilePath) throws(Errno) -> (digest: String, size: UInt64) {
    let file = try Sys.open(path, .reading)
    guard let piece = ByteBlock(capacity: 256 << 10) else { throw .noMemory }
    var hash = SHA256()
    var size = 0
    while true {
      try unsafe piece.fill { bytes throws(Errno) in
        try unsafe Sys.read(file.borrowed, at: size, into: bytes)
      }
      if piece.count == 0 { return (hash.finish(), UInt64(size)) }
      hash.update(piece.array)
      size += piece.count
    }
  }
}
