extension FilterCatalogue {
  /// Filters that change where pixels are and how many there are.
  static let geometry: [any Filter.Type] = [
    Resize.self, Crop.self, Rotate.self, Flip.self, Affine.self,
  ]
}
