import FileIO
import Platform
import SystemPackage

/// Keeps account of what a run undertook and finished, so that another can go on after a crash.
///
/// All outputs that the run is going to make are written down before the first is begun; from then on,
/// one that exists is known to be the run's own. Each is ticked off once it is in place. A thread
/// does that, as soon as it can: whoever finishes a job only leaves a note. So a killed run may have
/// finished some jobs of its last moments unrecorded, never recorded one unfinished.
///
/// Only the coordinator has a journal. `start` is called after workers were forked, and nothing else
/// here needs threads.
package final class Journal: Sendable {
  /// In the output folder, and hidden.
  package static let name = ".triptych-journal"
  /// Nanoseconds between two times that the journal is pressed onto the disk, where outputs are too.
  private static let syncInterval: UInt64 = 1_000_000_000

  /// A job that is done, and where its output is.
  private struct Note {
    var number: Int
    var output: FilePath
    var inputSum: UInt64
    var outputSum: UInt64
  }

  private struct Desk {
    var notes: [Note] = []
    var isEnding = false
    /// Wakes the thread; nil while there is none.
    var bell: FileDescriptor?
  }

  private struct Log {
    var text: JournalText
    var failure: FileError?
    var synced: UInt64 = 0
  }

  private let file: JournalFile
  private let isSynced: Bool
  private let boot: UInt64
  private let desk = Guarded(Desk())
  private let log: Guarded<Log>
  private let thread = Guarded<Thread?>(nil)
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
      file = try Sys.open(path, .reading)
    } catch {
      if error == .noSuchFileOrDirectory { return [] }
      throw FileError(.open, path, error)
    }
    return JournalText.entries(in: try JournalFile.bytes(of: file.borrowed, path))
  }

  /// Starts the thread that writes. Without one, whoever finishes a job writes.
  package func start() {
    guard let bell = try? Sys.eventCounter() else { return }
    let borrowed = bell.release()
    guard let started = try? Thread(name: "journal", { self.write(whenCalledBy: borrowed) }) else {
      return Sys.close(borrowed)
    }
    thread.withLock { $0 = started }
    desk.withLock { desk in
      desk.bell = borrowed
      if !desk.notes.isEmpty { Sys.bump(borrowed) }
    }
  }

  /// Notes that the output with this number is in place.
  package func completed(_ number: Int, at output: FilePath, inputSum: UInt64, outputSum: UInt64) {
    let note = Note(number: number, output: output, inputSum: inputSum, outputSum: outputSum)
    let hasThread = desk.withLock { desk in
      desk.notes.append(note)
      // A thread that was called and has not come yet will find this note, too.
      if let bell = desk.bell, desk.notes.count == 1 { Sys.bump(bell) }
      return desk.bell != nil
    }
    if !hasThread { writeNotes() }
  }

  /// Ends the journal.
  ///
  /// - Parameters:
  ///   - isSettled: whether all outputs were pressed onto the disk.
  ///   - keeping: whether the file stays.
  /// - Returns: why not everything was recorded, if so.
  package func finish(isSettled: Bool, keeping: Bool) -> FileError? {
    let bell = desk.withLock { desk in
      desk.isEnding = true
      if let bell = desk.bell { Sys.bump(bell) }
      return desk.bell
    }
    thread.withLock { thread in
      thread?.join()
      thread = nil
    }
    desk.withLock { $0.bell = nil }
    if let bell { Sys.close(bell) }
    writeNotes()
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

  private func write(whenCalledBy bell: FileDescriptor) {
    var isEnding = false
    while !isEnding {
      var polls = [Sys.Poll(bell)]
      // A failure means that the kernel has no memory for one descriptor: then look all the time.
      _ = try? Sys.poll(&polls)
      Sys.reset(bell)
      isEnding = desk.withLock { $0.isEnding }
      writeNotes()
    }
  }

  /// Records what was noted. Outputs that are not there any more are not recorded.
  private func writeNotes() {
    log.withLock { log in
      let notes = desk.withLock { desk in
        defer { desk.notes = [] }
        return desk.notes
      }
      guard !notes.isEmpty, log.failure == nil else { return }
      for note in notes {
        guard let status = try? Faults.aside({ () throws(Errno) in try Sys.status(note.output) })
        else { continue }
        let output = Fingerprint(bytes: status.size, modified: status.modified)
        log.text.put(
          Completion(
            inputSum: note.inputSum, output: output, outputSum: note.outputSum, boot: boot),
          of: note.number)
      }
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
}
