/// The filters that a chain may name.
package enum FilterCatalogue {
  /// All filters, in the order in which they are listed.
  package static let all: [any Filter.Type] = geometry + tone + color + neighbourhood + canvas

  /// The filter that a chain calls `name`.
  package static func named(_ name: String) -> (any Filter.Type)? {
    all.first { $0.manual.name == name }
  }

  /// The filter's name that a mistyped one was probably meant to be.
  package static func nearest(to name: String) -> String? {
    Suggestion.nearest(to: name, among: all.map { $0.manual.name })
  }
}
