import FileIO
import Platform
import Report
import SystemPackage

/// Puts a report where `--report` says.
enum ReportFile {
  /// Writes the report whole or not at all: under another name first, then renamed.
  static func write(_ report: RunReport, to target: ReportTarget) throws(FileError) {
    try write(report.json.document, to: target)
  }

  static func write(_ text: String, to target: ReportTarget) throws(FileError) {
    switch target {
    case .standardOutput: try print(.standardOutput) { $0.write(text) }
    case .standardError: try print(.standardError) { $0.write(text) }
    case .file(let path):
      let bytes = Array(text.utf8)
      try write(to: path) { (file) throws(Errno) in try Sys.writeAll(file, bytes) }
    }
  }

  /// Writes a trace, which is large, in pieces.
  static func write(_ timeline: Timeline, to target: ReportTarget) throws(FileError) {
    let pieces: (DescriptorSink) -> Void = { sink in
      timeline.write { sink.write(String(decoding: $0, as: UTF8.self)) }
    }
    switch target {
    case .standardOutput: try print(.standardOutput, pieces)
    case .standardError: try print(.standardError, pieces)
    case .file(let path):
      try write(to: path) { (file) throws(Errno) in
        try timeline.write { (piece) throws(Errno) in try Sys.writeAll(file, piece) }
      }
    }
  }

  private static func print(
    _ stream: FileDescriptor, _ content: (DescriptorSink) -> Void
  ) throws(FileError) {
    let sink = DescriptorSink(stream)
    content(sink)
    if let error = sink.error { throw error }
  }

  private static func write(
    to path: FilePath, _ content: (FileDescriptor) throws(Errno) -> Void
  ) throws(FileError) {
    if isReplaceable(path) {
      try replace(path, with: content)
    } else {
      try overwrite(path, with: content)
    }
  }

  /// Finds out before the work whether the report can be written after it.
  static func check(_ target: ReportTarget) throws(FileError) {
    guard case .file(let path) = target else { return }
    if try FileFacts.of(path)?.kind == .folder {
      throw FileError(.create, path, .isDirectory)
    }
    let folder = path.removingLastComponent()
    if folder.isEmpty { return }
    guard try FileFacts.of(folder)?.kind == .folder else {
      throw FileError(
        .create, path, .noSuchFileOrDirectory,
        note: "\(folder.printable) is no folder; make it first")
    }
  }

  /// A link is written through, and a device or pipe written to: only an ordinary file is replaced.
  private static func isReplaceable(_ path: FilePath) -> Bool {
    guard let status = try? Sys.status(path, followingLinks: false) else { return true }
    return status.kind == .regular
  }

  private static func replace(
    _ path: FilePath, with content: (FileDescriptor) throws(Errno) -> Void
  ) throws(FileError) {
    let temporary = FilePath(bytes: path.bytes + Array(".\(Sys.processID).tmp".utf8))
    do {
      // Left by a process of the same number that was killed.
      try? Sys.unlink(temporary)
      let file = try Sys.open(temporary, .new)
      try content(file.borrowed)
      try Sys.rename(temporary, to: path)
    } catch {
      try? Sys.unlink(temporary)
      throw FileError(.write, path, error)
    }
  }

  private static func overwrite(
    _ path: FilePath, with content: (FileDescriptor) throws(Errno) -> Void
  ) throws(FileError) {
    do {
      let file = try Sys.open(path, .existing)
      try content(file.borrowed)
    } catch {
      throw FileError(.write, path, error)
    }
  }
}
