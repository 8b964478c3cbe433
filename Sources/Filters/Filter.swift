import Pixels

/// One operation of a chain.
///
/// A filter is a small value: its parameters, checked. Given the shape of what it will read, it
/// makes a plan: what it will yield, how much memory it needs, and how to start. A chain is planned
/// whole before the first pixel is decoded, so that a mistake costs nothing and memory can be
/// reserved before it is used.
package protocol Filter: Sendable {
  /// Name, parameters and documentation, from which the parser and `triptych filters` both work.
  static var manual: FilterManual { get }

  /// Takes the parameters that a chain gave, already split and matched to the manual.
  ///
  /// - Throws: a chain error pointing at the parameter that is out of range.
  init(_ arguments: FilterArguments) throws(ChainError)

  /// Whether samples of different pixels are mixed. Such a filter sees alpha pre-multiplied:
  /// the chain converts before and after it, and the filter keeps the alpha it is given.
  var mixesNeighbours: Bool { get }

  /// - Throws: `ImageError.Code.filter` where the filter cannot work on such an image.
  func plan(for input: ImageShape) throws(ImageError) -> FilterPlan
}

/// What a filter is about to do with one image.
package struct FilterPlan {
  package var output: ImageShape
  /// Bytes it will hold while it runs, besides the rows lent to it.
  package var workingBytes: Int
  /// Makes the source that yields the filtered rows, reading from the given one and polling the
  /// checkpoint well under 0.1 ms apart.
  package var start: (any RowSource, Checkpoint) throws(ImageError) -> any RowSource
  /// The shape of most pixels among the results of all filters of a chain.
  package internal(set) var largest: ImageShape
  /// Whether the image stays exactly as it is, so that nothing need be done at all.
  package private(set) var isIdentity = false

  package init(
    output: ImageShape, workingBytes: Int,
    start: @escaping (any RowSource, Checkpoint) throws(ImageError) -> any RowSource
  ) {
    self.output = output
    largest = output
    self.workingBytes = workingBytes
    self.start = start
  }

  /// A plan that leaves the image as it is.
  package static func identity(_ shape: ImageShape) -> FilterPlan {
    var plan = FilterPlan(output: shape, workingBytes: 0) { source, _ throws(ImageError) in source }
    plan.isIdentity = true
    return plan
  }
}
