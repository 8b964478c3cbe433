extension FilterCatalogue {
  /// Filters that change each pixel by itself.
  package static let tone: [any Filter.Type] = [
    Grayscale.self, Invert.self, Brightness.self, Contrast.self, Gamma.self, Saturation.self,
    Levels.self,
  ]

  /// Filters that look at a pixel's neighbours.
  package static let neighbourhood: [any Filter.Type] = []
}
