import Pixels

/// Filters in the order they are applied, as a recipe holds them.
package struct FilterChain: Sendable {
  package let filters: [any Filter]
  /// The chain as it was written; empty for the empty chain.
  package let text: String

  /// The chain that changes nothing.
  package init() {
    filters = []
    text = ""
  }

  package init(_ filters: [any Filter], text: String) {
    self.filters = filters
    self.text = text
  }

  package var isEmpty: Bool { filters.isEmpty }
}
