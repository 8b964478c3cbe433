import Pixels

/// A whole image as double-precision numbers, on which the naive twins of filters work.
///
/// A twin says what a filter means, as plainly as it can be said, without rounding; the filter is
/// right when it comes close. Twins are called by tests only.
package struct NaiveImage {
  package let shape: ImageShape
  /// Interleaved, rows from top to bottom, in levels of the shape's depth.
  package var samples: [Double]

  package init(_ shape: ImageShape, samples: [Double]) {
    precondition(samples.count == shape.rowSamples * shape.height, "wrong number of samples")
    self.shape = shape
    self.samples = samples
  }

  /// The image whose samples `value` gives by column, row and channel.
  package init(_ shape: ImageShape, _ value: (Int, Int, Int) -> Double) {
    self.shape = shape
    samples = []
    samples.reserveCapacity(shape.rowSamples * shape.height)
    for y in 0..<shape.height {
      for x in 0..<shape.width {
        for channel in 0..<shape.channels { samples.append(value(x, y, channel)) }
      }
    }
  }

  /// A sample; outside the image that of the nearest pixel inside.
  package subscript(x: Int, y: Int, channel: Int) -> Double {
    let column = min(max(x, 0), shape.width - 1)
    let row = min(max(y, 0), shape.height - 1)
    return samples[row * shape.rowSamples + column * shape.channels + channel]
  }

  /// The largest sample, 255 or 65,535.
  package var maximum: Double { Double(shape.format.depth.maximum) }

  package func isAlpha(_ channel: Int) -> Bool {
    shape.format.model.hasAlpha && channel == shape.channels - 1
  }

  /// Each sample through a function, clamped; alpha as it is.
  package func mapColor(_ value: (Double) -> Double) -> NaiveImage {
    NaiveImage(shape) { x, y, channel in
      let sample = self[x, y, channel]
      return isAlpha(channel) ? sample : min(max(value(sample), 0), maximum)
    }
  }
}
