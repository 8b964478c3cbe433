/// The filters that a chain may name.
package enum FilterCatalogue {
  /// All filters, in the order in which they are listed.
  package static let all: [any Filter.Type] = geometry + tone + neighbourhood
}
