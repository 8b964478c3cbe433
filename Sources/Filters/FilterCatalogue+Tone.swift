extension FilterCatalogue {
  /// Filters that change each pixel by itself.
  package static let tone: [any Filter.Type] = []

  /// Filters that look at the pixels around each one.
  package static let neighbourhood: [any Filter.Type] = []
}
