/// What `--sandbox` can say.
package enum SandboxChoice: String, Sendable, Hashable, CaseIterable {
  /// Whatever this kernel offers.
  case auto
  /// All of it, or no run.
  case on
  case off
}

/// Ways in which worker processes are kept from doing what they have no need to do.
package struct Protections: OptionSet, Sendable, Hashable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Programs that it executes gain no rights by it.
  package static let privileges = Protections(rawValue: 1)
  /// Only the files that it needs (Landlock).
  package static let files = Protections(rawValue: 2)
  /// Only the system calls that it needs (seccomp).
  package static let calls = Protections(rawValue: 4)
  /// Bounds on memory, descriptors, file sizes and core dumps.
  package static let limits = Protections(rawValue: 8)

  package static let all: Protections = [.privileges, .files, .calls, .limits]

  /// Each by the name that reports and people know it by.
  package var names: [String] {
    let known: [(Protections, String)] = [
      (.files, "landlock"), (.calls, "seccomp"), (.privileges, "no-new-privileges"),
      (.limits, "limits"),
    ]
    return known.filter { contains($0.0) }.map(\.1)
  }
}
