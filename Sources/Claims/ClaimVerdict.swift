/// What the measurements say about a claim.
package enum ClaimVerdict: Sendable, Hashable {
  case holds
  case fails
  /// The measurements decide neither way, or there are none: why, and what would help.
  case cannotBeShown(reason: String)

  /// As it is written in files.
  package var name: String {
    switch self {
    case .holds: "holds"
    case .fails: "fails"
    case .cannotBeShown: "cannot-be-shown"
    }
  }

  package var reason: String? {
    if case .cannotBeShown(let reason) = self { reason } else { nil }
  }

  /// What several requirements come to: all must hold, one that does not decides, and otherwise one
  /// that cannot be told leaves the whole open.
  static func all(_ parts: [ClaimVerdict]) -> ClaimVerdict {
    if parts.contains(.fails) { return .fails }
    return parts.first { $0.reason != nil } ?? .holds
  }

  /// What this comes to if `control` was needed for the measurement to say anything: a test that
  /// would have come out the same without its cause shows nothing, either way.
  func provided(_ control: ClaimVerdict, else reason: String) -> ClaimVerdict {
    switch control {
    case .holds: self
    case .fails: .cannotBeShown(reason: reason)
    case .cannotBeShown: control
    }
  }

  /// A failure that something else explains just as well shows nothing.
  func excused(by reason: String?) -> ClaimVerdict {
    guard let reason, self != .holds else { return self }
    return .cannotBeShown(reason: reason)
  }
}
