/// What a figure lies in with the stated confidence. Both ends belong to it.
package struct Interval: Sendable, Hashable {
  package var lower: Double
  package var upper: Double
  /// From 0 to 1: the share of such intervals that hold the true value.
  package var confidence: Double

  package init(lower: Double, upper: Double, confidence: Double) {
    self.lower = lower
    self.upper = upper
    self.confidence = confidence
  }

  package func contains(_ value: Double) -> Bool { lower <= value && value <= upper }
}

extension Interval {
  package static let usualConfidence = 0.95

  /// Fewer rounds than these yield no 95 % interval: even the range from the smallest to the
  /// largest of five values misses the median more often than once in twenty.
  package static let fewestRounds = 6
}
