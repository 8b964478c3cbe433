import FileIO
import Platform
import SystemPackage

/// The file that a journal is kept in, claimed by one process.
///
/// A new journal is written whole beside the old one and renamed over it, so that at each moment
/// one of them is there. Both are claimed for as long as this lives: whoever opened the old one
/// just before it was replaced finds it taken.
///
/// What lies in the output folder may be anybody's: links are not followed, and nothing is read or
/// written that is no regular file, is larger than a journal becomes, or has a name elsewhere too.
final class JournalFile: @unchecked Sendable {
  /// More than a million outputs.
  static let mostBytes = 256 << 20

  private let folder: FilePath
  private var old: FileDescriptor?
  private let new: FileDescriptor

  private var path: FilePath { folder.appending(Journal.name) }
  private var draft: FilePath { folder.appending(Journal.name + ".new") }

  /// Claims the journal of a folder.
  ///
  /// - Throws: EBUSY, where another process has it.
  init(in folder: FilePath) throws(FileError) {
    self.folder = folder
    let path = folder.appending(Journal.name)
    let draft = folder.appending(Journal.name + ".new")
    let old = try Self.claim(path, creating: false)
    do throws(FileError) {
      guard let new = try Self.claim(draft, creating: true) else {
        throw FileError(.create, draft, .noSuchFileOrDirectory)
      }
      self.new = new
    } catch {
      if let old { Sys.close(old) }
      throw error
    }
    self.old = old
  }

  deinit {
    Sys.close(new)
    if let old { Sys.close(old) }
  }

  /// What the old journal holds; nothing where there is none.
  func oldBytes() throws(FileError) -> [UInt8] {
    guard let old else { return [] }
    return try Self.bytes(of: old, path)
  }

  /// Makes the new journal, which begins with these bytes, the journal.
  func replace(with bytes: [UInt8], syncing: Bool) throws(FileError) {
    do throws(FileError) {
      try doing(.write) { () throws(Errno) in try Sys.resize(new, to: 0) }
      try append(bytes)
      if syncing { try sync() }
      try doing(.publish) { () throws(Errno) in try Sys.rename(draft, to: path) }
    } catch {
      // It is claimed, so nobody else's.
      try? Sys.unlink(draft)
      throw error
    }
    if syncing {
      try doing(.sync) { () throws(Errno) in
        let directory = try Sys.open(folder, .directory)
        try Sys.fsync(directory.borrowed)
      }
    }
  }

  func append(_ bytes: [UInt8]) throws(FileError) {
    try doing(.write) { () throws(Errno) in try Sys.writeAll(new, bytes) }
  }

  func sync() throws(FileError) { try doing(.sync) { () throws(Errno) in try Sys.fsync(new) } }

  func remove() { try? Sys.unlink(path) }

  private func doing(
    _ action: FileError.Action, _ body: () throws(Errno) -> Void
  ) throws(FileError) {
    do throws(Errno) { try body() } catch { throw FileError(action, path, error) }
  }

  /// Opens and claims a file; nil where there is none and none is to be made.
  private static func claim(
    _ path: FilePath, creating: Bool
  ) throws(FileError) -> FileDescriptor? {
    let file: FileDescriptor
    do throws(Errno) {
      file = try Sys.open(path, .updating(creating: creating)).release()
    } catch {
      if error == .noSuchFileOrDirectory && !creating { return nil }
      throw FileError(.open, path, error)
    }
    do throws(Errno) {
      // Another process may have replaced the file between opening and claiming it.
      let status = try Sys.status(file)
      guard try Sys.claim(file), try status.isSameFile(as: Sys.status(path, followingLinks: false))
      else { throw .resourceBusy }
      // What is emptied here would be lost under its other name.
      guard !creating || status.links == 1 else { throw .tooManyLinks }
    } catch {
      Sys.close(file)
      let isTaken = error == .resourceBusy || error == .noSuchFileOrDirectory
      // Without locks, nobody has it; and a second name can go.
      if creating, !isTaken { try? Sys.unlink(path) }
      let note: String? =
        switch error {
        case _ where isTaken: "another run is at work in this folder"
        case .tooManyLinks: "it was another file's second name, which is removed now: run again"
        default: nil
        }
      throw FileError(.open, path, isTaken ? .resourceBusy : error, note: note)
    }
    return file
  }

  static func bytes(of file: FileDescriptor, _ path: FilePath) throws(FileError) -> [UInt8] {
    let status: FileStatus
    do throws(Errno) { status = try Sys.status(file) } catch {
      throw FileError(.inspect, path, error)
    }
    guard status.kind == .regular else {
      let note = "it is \(status.kind.words), not a journal: remove it"
      throw FileError(.read, path, .invalidArgument, note: note)
    }
    guard status.size <= mostBytes else {
      throw FileError(.read, path, .fileTooLarge, note: "it is too large for a journal: remove it")
    }
    var all: [UInt8] = []
    all.reserveCapacity(status.size)
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count: Int
      do {
        // Safe: the buffer is the chunk's own and lives as long as the call.
        count = try unsafe chunk.withUnsafeMutableBytes {
          unsafe try Sys.read(file, at: all.count, into: $0)
        }
      } catch {
        throw FileError(.read, path, error as? Errno ?? .ioError)
      }
      if count == 0 { return all }
      all += chunk[..<count]
    }
  }
}
