import FileIO
import Platform
import SystemPackage

/// Turns what the user named, files and folders, into input files in a fixed order: as named, and
/// inside folders by the bytes of their names.
package struct InputFinder {
  /// Whether folders inside folders are entered.
  package var recursive: Bool
  /// The output folder, where it exists: it is not entered, or outputs would be inputs next time.
  package var avoiding: FileIdentity?

  package private(set) var found: [InputFile] = []
  package private(set) var passedOver = PassedOver()
  /// Folders and files that could not be looked at.
  package private(set) var unreadable: [FileError] = []

  package init(recursive: Bool, avoiding: FileIdentity?) {
    self.recursive = recursive
    self.avoiding = avoiding
  }

  /// Takes an argument: a file goes directly into the output folder, a folder brings its tree.
  package mutating func take(argument path: FilePath) {
    take(path, place: FilePath(root: nil, path.lastComponent.map { [$0] } ?? []), .argument)
  }

  /// Takes an entry of a list: its whole name, made relative, is kept below the output folder.
  package mutating func take(listed path: FilePath) {
    take(path, place: InputFinder.confined(path), .list)
  }

  /// A path without its root, and with `.` and `..` worked out so that it cannot climb out of the
  /// folder it is put in.
  package static func confined(_ path: FilePath) -> FilePath {
    var kept: [FilePath.Component] = []
    for component in path.components {
      switch component.kind {
      case .regular: kept.append(component)
      case .currentDirectory: continue
      case .parentDirectory: _ = kept.popLast()
      }
    }
    return FilePath(root: nil, kept)
  }

  private mutating func take(_ path: FilePath, place: FilePath, _ origin: InputFile.Origin) {
    let facts = look(at: path)
    if facts?.kind == .folder {
      // The folder's own name matters only in lists, where names are kept whole.
      walk(path, place: origin == .list ? place : FilePath(), beneath: [])
    } else {
      found.append(InputFile(path: path, place: place, origin: origin, facts: facts))
    }
  }

  /// - Parameter ancestors: the folders that this one is in, against going round in circles where
  ///   the same folder is mounted inside itself.
  private mutating func walk(
    _ folder: FilePath, place: FilePath, beneath ancestors: [FileIdentity]
  ) {
    let names: [[UInt8]]
    do {
      names = try FolderListing.names(in: folder)
    } catch {
      unreadable.append(error)
      return
    }
    for name in names {
      guard name.first != UInt8(ascii: ".") else {
        passedOver.hidden += 1
        continue
      }
      guard let component = FilePath(bytes: name).lastComponent else { continue }
      let path = folder.appending(component)
      let inner = place.appending(component)
      // What vanished since it was listed, or leads nowhere, is taken by its name alone: the job
      // will say that it could not be opened.
      let facts = look(at: path)
      switch facts?.kind {
      case .folder:
        enter(path, place: inner, identity: facts?.identity, beneath: ancestors)
      case .file, nil:
        guard PictureNames.isPicture(name) else {
          passedOver.otherFiles += 1
          continue
        }
        found.append(InputFile(path: path, place: inner, origin: .folder, facts: facts))
      case .other:
        passedOver.specialFiles += 1
      }
    }
  }

  private mutating func enter(
    _ folder: FilePath, place: FilePath, identity: FileIdentity?, beneath ancestors: [FileIdentity]
  ) {
    guard recursive else {
      passedOver.folders += 1
      return
    }
    let isLink = (try? Sys.status(folder, followingLinks: false))?.kind == .symbolicLink
    guard !isLink, let identity, !ancestors.contains(identity) else {
      passedOver.linkedFolders += 1
      return
    }
    if identity != avoiding { walk(folder, place: place, beneath: ancestors + [identity]) }
  }

  /// What can be learnt of a path. A name that cannot be looked at is not an error here: opening it
  /// will fail, for the same reason, when its job comes.
  private func look(at path: FilePath) -> FileFacts? {
    (try? FileFacts.of(path)) ?? nil
  }
}
