import FileIO
import Platform
import SystemPackage

/// Keeps account of what a run undertook and finished, so that another can go on after a crash.
///
/// All outputs that the run is going to make are written down before the first is begun; from then
/// on, one that exists is known to be the run's own. Each is ticked off once it is in place, with
/// one write by whoever saw it end: what has been handed to the kernel survives the process, so a
/// killed run can only have left unrecorded what it was just about to record.
///
/// Only the coordinator has a journal.
package final class Journal: Sendable {
  /// In the output folder, and hidden.
  package static let name = ".triptych-journal"
  /// Nanoseconds between two times that the journal is pressed onto the disk, where outputs are
  /// too.
  private static let syncInterval: UInt64 = 1_000_000_000

  private struct Log {
    var text: JournalText
    var failure: FileError?
    var synced: UInt64 = 0
  }

  private let file: JournalFile
  private let isSynced: Bool
  private let boot: UInt64
  private let log: Guarded<Log>
  /// Outputs of other runs that it still knows.
  package let carried: Int

  /// Begins a journal in a folder, keeping what an older one says of other outputs.
  ///
  /// - Parameters:
  ///   - entries: numbered by their place; those without completion are what the run undertakes.
  ///   - durability: with `file`, the journal too is pressed onto the disk, once a second.
  ///   - boot: names the time since the machine started.
  /// - Throws: EBUSY, where another run is at work in the folder.
  package init(
    in folder: FilePath, _ entries: [JournalEntry], durability: Durability, boot: UInt64
  ) throws(FileError) {
    file = try JournalFile(in: folder)
    isSynced = durability == .file
    // With `file`, an output is on the disk before anybody hears that it is done.
    self.boot = isSynced ? 0 : boot
    let planned = Set(entries.map(\.output))
    let others = JournalText.entries(in: try file.oldBytes()).filter {
      !planned.contains($0.output)
    }
    carried = others.count
    var text = JournalText(entries + others)
    try file.replace(with: text.take(), syncing: isSynced)
    log = Guarded(Log(text: text, synced: Clock.wall()))
  }

  /// What the journal of a folder says, whoever is writing it; nothing where there is none.
  package static func entries(in folder: FilePath) throws(FileError) -> [JournalEntry] {
    let path = folder.appending(name)
    let file: Descriptor
    do throws(Errno) {
      file = try Sys.open(path, .readingInPlace)
    } catch {
      if error == .noSuchFileOrDirectory { return [] }
      throw FileError(.open, path, error)
    }
    return JournalText.entries(in: try JournalFile.bytes(of: file.borrowed, path))
  }

  /// Records that the output with this number is in place. One that has gone already is not
  /// recorded.
  package func completed(_ number: Int, at output: FilePath, inputSum: UInt64, outputSum: UInt64) {
    log.withLock { log in
      guard log.failure == nil,
        let status = try? Faults.aside({ () throws(Errno) in try Sys.status(output) })
      else { return }
      let print = Fingerprint(bytes: status.size, modified: status.modified)
      log.text.put(
        Completion(inputSum: inputSum, output: print, outputSum: outputSum, boot: boot),
        of: number)
      do throws(FileError) {
        try file.append(log.text.take())
        let now = Clock.wall()
        if isSynced, now - log.synced > Self.syncInterval {
          try file.sync()
          log.synced = now
        }
      } catch {
        log.failure = error
      }
    }
  }

  /// Ends the journal.
  ///
  /// - Parameters:
  ///   - isSettled: whether all outputs were pressed onto the disk.
  ///   - keeping: whether the file stays.
  /// - Returns: why not everything was recorded, if so.
  package func finish(isSettled: Bool, keeping: Bool) -> FileError? {
    if !keeping { file.remove() }
    return log.withLock { log in
      guard keeping, log.failure == nil else { return log.failure }
      do throws(FileError) {
        if isSettled { log.text.putSettled() }
        try file.append(log.text.take())
        if isSettled || isSynced { try file.sync() }
      } catch {
        log.failure = error
      }
      return log.failure
    }
  }
}
