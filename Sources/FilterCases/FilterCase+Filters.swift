extension FilterCase {
  static let filters = named + chains.map { FilterCase(.filters, $0, chain: $0) }

  /// Chains that depend on the picture's size or on where files lie, or whose text is long.
  private static let named = [
    FilterCase(.filters, "crop to half", chain: "crop=HALF"),
    FilterCase(.filters, "pad by a tenth", chain: "pad=LARGER"),
    FilterCase(.filters, "overlay of a fifth", chain: "overlay=LOGO:scale=20%:opacity=0.5"),
    FilterCase(.filters, "convolve 3x3", chain: "convolve='1 2 1; 2 4 2; 1 2 1'"),
    FilterCase(
      .filters, "convolve 5x5",
      chain: "convolve='1 2 3 2 1; 2 3 4 3 2; 3 4 5 4 3; 2 3 4 3 2; 1 2 3 2 1'"),
  ]

  private static let chains = [
    // Geometry.
    "border=20", "flip=horizontal", "flip=vertical", "rotate=90", "rotate=30",
    "affine='1 0.2 0; 0 1 0'", "resize=50%:kernel=box",
    // Each pixel by itself.
    "grayscale", "invert", "brightness=20", "contrast=1.2", "gamma=1.8", "levels=16:white=235",
    "posterise", "threshold=128", "saturation=1.3", "sepia", "tint=#ffcc88", "hue=30", "srgb",
    "linear=(resize=50%:kernel=box)", "vignette", "noise=8",
    // What the whole picture's histogram says.
    "autolevels", "equalise", "equalise=each", "threshold=otsu", "clahe",
    // Neighbours.
    "sharpen", "laplacian", "emboss", "highpass", "canny", "motionblur=15:angle=30",
    "dilate=2", "erode=2", "open=2", "close=2", "pixelate=16", "nlmeans=patch=2:search=5",
  ]
}
