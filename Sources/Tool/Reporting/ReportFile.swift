import FileIO
import Platform
import Report
import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// Puts a report where `--report` says.
enum ReportFile {
  /// Writes the report whole or not at all: under another name first, then renamed.
  static func write(_ report: RunReport, to target: ReportTarget) throws(FileError) {
    let text = report.json.document
    switch target {
    case .standardOutput:
      DescriptorSink(.standardOutput).write(text)
    case .file(let path):
      try replace(path, with: text)
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

  private static func replace(_ path: FilePath, with text: String) throws(FileError) {
    let temporary = FilePath(bytes: path.bytes + Array(".\(getpid()).tmp".utf8))
    do {
      let descriptor = try FileDescriptor.open(
        temporary, .writeOnly, options: [.create, .truncate, .closeOnExec],
        permissions: FilePermissions(rawValue: 0o666))
      do {
        try descriptor.closeAfter { _ = try descriptor.writeAll(text.utf8) }
        try rename(temporary, to: path)
      } catch {
        // Safe: unlink only reads the path for the length of the call.
        _ = unsafe temporary.withPlatformString { name in unsafe unlink(name) }
        throw error
      }
    } catch {
      throw FileError(.write, path, error as? Errno ?? .ioError)
    }
  }

  private static func rename(_ old: FilePath, to new: FilePath) throws(Errno) {
    // Safe: rename only reads the paths for the length of the call.
    let status = unsafe old.withPlatformString { old in
      unsafe new.withPlatformString { new in unsafe Glibc.rename(old, new) }
    }
    if status != 0 { throw Errno(rawValue: errno) }
  }
}
