import SystemPackage

/// An input file that was found, before it is decided what becomes of it.
package struct InputFile: Sendable, Hashable {
  /// How the user came to it.
  package enum Origin: Sendable, Hashable {
    /// Named as an argument of the command line.
    case argument
    /// Named in a list of files.
    case list
    /// Found in a folder.
    case folder
  }

  package var path: FilePath
  /// Where it goes below the output folder, before its extension is changed.
  package var place: FilePath
  package var origin: Origin
  /// Nil where nothing of that name could be looked at: the job will say why.
  package var facts: FileFacts?

  package init(path: FilePath, place: FilePath, origin: Origin, facts: FileFacts?) {
    self.path = path
    self.place = place
    self.origin = origin
    self.facts = facts
  }
}

/// What was seen in folders and not taken.
package struct PassedOver: Sendable, Hashable {
  /// Files whose names are not those of PNG or JPEG files.
  package var otherFiles = 0
  /// Names that begin with a dot.
  package var hidden = 0
  /// Folders, because `--recursive` was not given.
  package var folders = 0
  /// Links to folders, which are not followed, so that no loop can trap us.
  package var linkedFolders = 0
  /// Pipes, devices and sockets with a picture's name.
  package var specialFiles = 0

  package init() {}

  package var isEmpty: Bool { self == PassedOver() }
}
