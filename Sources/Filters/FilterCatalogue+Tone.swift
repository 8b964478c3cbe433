extension FilterCatalogue {
  /// Filters that change each pixel by itself.
  package static let tone: [any Filter.Type] = [
    Grayscale.self, Invert.self, Brightness.self, Contrast.self, Gamma.self, Saturation.self,
    Levels.self, AutoLevels.self, Equalise.self, LocalEqualise.self, Threshold.self,
    Posterise.self, Linear.self,
  ]

  /// Filters that mix red, green and blue.
  package static let color: [any Filter.Type] = [
    StandardRGB.self, Sepia.self, Tint.self, Hue.self,
  ]

  /// Filters that look at the pixels around each one.
  package static let neighbourhood: [any Filter.Type] = [
    Gaussian.self, Box.self, MotionBlur.self, Median.self, Unsharp.self, Sharpen.self,
    Sobel.self, Laplacian.self, Emboss.self, Convolve.self, Dilate.self, Erode.self, Open.self,
    Close.self, Pixelate.self, Bilateral.self, NonLocalMeans.self, HighPass.self, Canny.self,
  ]

  /// Filters that know where in the picture they are, or what lies around it.
  package static let canvas: [any Filter.Type] = [
    Vignette.self, Noise.self, Border.self, Pad.self, Overlay.self,
  ]
}
