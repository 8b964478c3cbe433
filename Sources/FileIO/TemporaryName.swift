import Platform
import Synchronization
import SystemPackage

/// Names of files that are not yet what they will be: `.NAME.triptych-PID-N.tmp`, hidden, and
/// recognisable should a killed process leave one behind.
package enum TemporaryName {
  private static let counter = Atomic<Int>(0)

  /// A name, for the target's directory, that no other thread of this process uses.
  static func next(for target: FilePath) -> FilePath {
    let number = counter.add(1, ordering: .relaxed).newValue
    let suffix = ".triptych-\(Sys.processID)-\(number).tmp"
    let name = target.lastComponent?.string ?? ""
    // File systems allow 255 bytes. A long name is left out rather than cut, since a cut might
    // fall inside a character.
    let longest = 255 - 1 - suffix.utf8.count
    return FilePath((name.utf8.count <= longest ? ".\(name)" : "") + suffix)
  }
}
