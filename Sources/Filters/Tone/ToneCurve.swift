import Pixels

/// A point filter that sends every colour sample through the same curve, whatever its channel.
///
/// Samples are taken as fractions of the largest one, the curve's value is clamped to 0…1, and
/// the result is rounded to the nearest level. Alpha is left as it is.
protocol ToneCurve: Filter {
  /// Whether the curve leaves every sample as it is, so that nothing need be done.
  var isIdentity: Bool { get }
  /// The new value of `sample`, both in 0…1; what lies outside is clamped.
  func value(of sample: Double) -> Double
}

extension ToneCurve {
  package var mixesNeighbours: Bool { false }

  package func plan(for input: ImageShape) throws(ImageError) -> FilterPlan {
    if isIdentity { return .identity(input) }
    let bytes = ToneTable.bytes(input.format.depth)
    return FilterPlan(output: input, workingBytes: bytes, reach: .row) {
      source, checkpoint throws(ImageError) in
      let table = try ToneTable(of: self, input.format.depth, checkpoint)
      let model = input.format.model
      return PointRows(source, checkpoint) { table.apply(to: $0, pixels: $1, model) }
    }
  }
}
