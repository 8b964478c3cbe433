import Memory
import Platform
import SystemPackage

/// Puts a file in place whole or not at all.
///
/// The target's directory is entered first, beneath the root of all outputs where there is one, and
/// held by descriptor: all names from there on are names in it, whatever becomes of the way to it.
/// The bytes go into a file without a name (O_TMPFILE) in that directory, which the kernel forgets
/// if the process is killed, and a link gives it its name when it is complete. Where an older file
/// is to be replaced, a link cannot: the new one gets a temporary name and is renamed over it. On
/// file systems without unnamed files, or without /proc, the file has a temporary name from the
/// start; a killed process may leave that one behind.
///
/// Whatever fails, no part of the new file stays visible, with one exception: a directory that
/// cannot be synced after an older file was replaced. The new one then stays, and is complete.
final class WriteOperation: FileOperation, @unchecked Sendable {
  private enum Phase {
    case entering, walking
    case openingUnnamed, openingNamed, writing, syncing, openingDirectory
    /// Giving the unnamed file its final name, or a temporary one.
    case linkingFinal, linkingTemporary
    case renaming
    /// Where rename cannot refuse to replace: link, and unlink the temporary name when winding up.
    case linkingNamed
    case syncingDirectory
    /// Closing the unnamed file, to begin again with a named one.
    case startingOver
    case windingUp
  }

  private let request: WriteRequest
  private let completion: @Sendable (WriteResult) -> Void
  /// The target's directory as a path from where it is entered.
  private var directory: FilePath
  /// The target's name in its directory.
  private let name: FilePath
  private var phase = Phase.entering
  /// The target's directory, to work in, and whether it is ours to close.
  private var folder: FileDescriptor?
  private var ownsFolder = false
  private var file: FileDescriptor?
  private var openDirectory: FileDescriptor?
  /// A temporary name that exists, to be removed.
  private var temporary: FilePath?
  /// A name to be tried.
  private var candidate = FilePath()
  private var attempts = 0
  private var isNamed = false
  /// Whether the final name is ours to take back: it was given, and nothing was replaced.
  private var isNew = false
  private var takesBack = false
  private var written = 0
  private var error: FileError?

  init(_ request: WriteRequest, _ completion: @escaping @Sendable (WriteResult) -> Void) {
    self.request = request
    self.completion = completion
    let parent = request.path.removingLastComponent()
    directory = parent.isEmpty ? "." : parent
    name = FilePath(root: nil, request.path.lastComponent.map { [$0] } ?? [])
  }

  deinit {
    precondition(
      file == nil && openDirectory == nil && !ownsFolder, "a write was dropped with its file open")
  }

  var bytesMoved: Int { written }

  func begin() -> Step {
    guard let root = request.root else { return .enter(directory, beneath: nil) }
    do throws(Errno) {
      directory = try root.place(of: request.path).removingLastComponent()
    } catch {
      return fail(.create, error, OutputRoot.explanation(of: error))
    }
    guard directory.isEmpty else { return .enter(directory, beneath: root.descriptor) }
    folder = root.descriptor
    return openUnnamed()
  }

  func complete(_ span: IOSpan) { completion(WriteResult(error: error, span: span)) }

  func advance(_ answer: Answer) -> Step {
    if phase == .windingUp { return windUp() }
    if phase == .startingOver { return openNamed() }
    switch answer {
    case .number(let number): return succeeded(number)
    case .failed(let errno): return failed(errno)
    case .status: preconditionFailure("an answer to another question")
    }
  }

  private func succeeded(_ number: Int) -> Step {
    switch phase {
    case .entering, .walking:
      folder = FileDescriptor(rawValue: CInt(number))
      ownsFolder = true
      return openUnnamed()
    case .openingUnnamed, .openingNamed:
      file = FileDescriptor(rawValue: CInt(number))
      if phase == .openingNamed { temporary = candidate }
      return writeOn()
    case .writing:
      // No progress and no error: going on could go on for ever.
      guard number > 0 else { return fail(.write, .ioError, "no byte was accepted") }
      written += number
      return writeOn()
    case .syncing:
      phase = .openingDirectory
      return .open(".", .directory, in: folder)
    case .openingDirectory:
      openDirectory = FileDescriptor(rawValue: CInt(number))
      return publish()
    case .linkingTemporary:
      temporary = candidate
      return rename()
    case .renaming:
      temporary = nil
      isNew = !request.replace
      return published()
    case .linkingFinal, .linkingNamed:
      isNew = true
      return published()
    case .syncingDirectory: return windUp()
    case .startingOver, .windingUp: preconditionFailure("handled before")
    }
  }

  private func failed(_ errno: Errno) -> Step {
    switch phase {
    case .entering where OutputRoot.lacksEntering(errno):
      phase = .walking
      return .walk(directory, beneath: request.root?.descriptor)
    case .entering, .walking:
      return fail(.create, errno, request.root.flatMap { _ in OutputRoot.explanation(of: errno) })
    case .openingUnnamed:
      return Self.isUnsupported(errno) ? openNamed() : fail(.create, errno)
    case .openingNamed:
      return errno == .fileExists && attempts < 100 ? openNamed() : fail(.create, errno)
    case .writing: return fail(.write, errno)
    case .syncing: return fail(.sync, errno)
    case .openingDirectory: return fail(.sync, errno, "cannot open its directory: \(errno)")
    case .linkingFinal where errno == .fileExists && request.replace: return linkTemporary()
    case .linkingTemporary where errno == .fileExists && attempts < 100: return linkTemporary()
    case .linkingFinal, .linkingTemporary:
      // ENOENT: there is no /proc, or the directory has gone, which the next try then says.
      if Self.isUnsupported(errno) || errno == .noSuchFileOrDirectory { return startOver() }
      return fail(.publish, errno)
    case .renaming where !request.replace && Self.isUnsupported(errno):
      guard let temporary else { preconditionFailure("renamed nothing") }
      phase = .linkingNamed
      return .link(temporary, to: name, followingSource: false, in: folder)
    case .renaming, .linkingNamed: return fail(.publish, errno)
    case .syncingDirectory:
      // Best taken back, so that an error always means that there is no such file.
      takesBack = isNew
      return fail(.sync, errno, "cannot sync its directory: \(errno)")
    case .startingOver, .windingUp: preconditionFailure("handled before")
    }
  }

  /// Whether the file system or the kernel may lack the call, rather than refuse this one.
  private static func isUnsupported(_ errno: Errno) -> Bool {
    switch errno {
    case .notSupportedOnSocket, .isDirectory, .invalidArgument, .noFunction, .notPermitted,
      .improperLink:
      true
    default: false
    }
  }
}

// The steps, in the order in which they come.
extension WriteOperation {
  private func openUnnamed() -> Step {
    phase = .openingUnnamed
    return .open(".", .unnamed, in: folder)
  }

  private func openNamed() -> Step {
    isNamed = true
    phase = .openingNamed
    nextCandidate()
    return .open(candidate, .new, in: folder)
  }

  private func writeOn() -> Step {
    guard let file else { preconditionFailure("wrote to nothing") }
    if written < request.bytes.count {
      phase = .writing
      return .write(file, from: request.bytes, at: written)
    }
    guard request.durability == .file else { return publish() }
    phase = .syncing
    return .sync(file)
  }

  private func publish() -> Step {
    if isNamed { return rename() }
    phase = .linkingFinal
    return linkUnnamed(to: name)
  }

  private func linkTemporary() -> Step {
    phase = .linkingTemporary
    nextCandidate()
    return linkUnnamed(to: candidate)
  }

  private func linkUnnamed(to target: FilePath) -> Step {
    guard let file else { preconditionFailure("linked nothing") }
    return .link(
      FilePath("/proc/self/fd/\(file.rawValue)"), to: target, followingSource: true, in: folder)
  }

  private func rename() -> Step {
    guard let temporary else { preconditionFailure("renamed nothing") }
    phase = .renaming
    return .rename(temporary, to: name, replace: request.replace, in: folder)
  }

  private func published() -> Step {
    guard let openDirectory else { return windUp() }
    phase = .syncingDirectory
    return .sync(openDirectory)
  }

  private func startOver() -> Step {
    guard let file else { preconditionFailure("nothing to start over with") }
    self.file = nil
    written = 0
    phase = .startingOver
    if let openDirectory {
      // Opened again before the second attempt to publish.
      Sys.close(openDirectory)
      self.openDirectory = nil
    }
    return .close(file)
  }

  private func fail(_ action: FileError.Action, _ errno: Errno, _ note: String? = nil) -> Step {
    error = FileError(action, request.path, errno, note: note)
    return windUp()
  }

  /// Removes and closes what is left, one step after the other.
  private func windUp() -> Step {
    phase = .windingUp
    if let temporary {
      self.temporary = nil
      return .unlink(temporary, in: folder)
    }
    if takesBack {
      takesBack = false
      return .unlink(name, in: folder)
    }
    if let openDirectory {
      self.openDirectory = nil
      return .close(openDirectory)
    }
    if let file {
      self.file = nil
      return .close(file)
    }
    if ownsFolder, let folder {
      ownsFolder = false
      return .close(folder)
    }
    return .done
  }

  private func nextCandidate() {
    attempts += 1
    candidate = TemporaryName.next(for: request.path)
  }
}
