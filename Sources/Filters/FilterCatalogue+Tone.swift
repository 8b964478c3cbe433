extension FilterCatalogue {
  /// Filters that change each pixel by itself.
  package static let tone: [any Filter.Type] = [
    Grayscale.self, Invert.self, Brightness.self, Contrast.self, Gamma.self, Saturation.self,
    Levels.self,
  ]

  /// Filters that look at the pixels around each one.
  package static let neighbourhood: [any Filter.Type] = [
    Gaussian.self, Box.self, Median.self, Unsharp.self, Sobel.self,
  ]
}
