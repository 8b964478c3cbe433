import SystemPackage

/// Options that each name a place to write to, of which no two may name the same: the last would
/// win in silence, or both would be mixed.
enum Destinations {
  /// - Parameter given: options with their values as written; nil for those that were not given.
  static func check(_ given: [(option: String, value: String?)]) throws(UsageError) {
    var owners: [ReportTarget: String] = [:]
    for (option, value) in given {
      guard let value else { continue }
      let target = ReportTarget(argument: value)
      let place: ReportTarget =
        if case .file(let path) = target { .file(path.lexicallyNormalized()) } else { target }
      guard let owner = owners[place] else {
        owners[place] = option
        continue
      }
      let name =
        switch place {
        case .standardOutput: "standard output"
        case .standardError: "standard error"
        case .file: value
        }
      throw UsageError(
        "\(owner) and \(option) would both write to \(name); name a file for each of them")
    }
  }
}
