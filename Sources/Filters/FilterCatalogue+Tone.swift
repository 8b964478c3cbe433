extension FilterCatalogue {
  static let tone: [any Filter.Type] = []
}
