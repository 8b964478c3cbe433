import Pixels

/// What a filter is about to do with one image.
package struct FilterPlan {
  package var output: ImageShape
  /// Bytes it will hold while it runs, besides the rows lent to it.
  package var workingBytes: Int
  /// How far it looks; nil where a row cannot be worked out from those around it alone.
  package var reach: Reach?
  /// Makes the source that yields the filtered rows, reading from the given one and polling the
  /// checkpoint well under 0.1 ms apart.
  package var start: (any RowSource, Checkpoint) throws(ImageError) -> any RowSource
  /// The shape of most pixels among the results of all filters of a chain.
  package private(set) var largest: ImageShape
  /// Whether the image stays exactly as it is, so that nothing need be done at all.
  package private(set) var isIdentity = false
  /// The plans that this one is made of; empty where it is made of none but itself.
  private var parts: [FilterPlan] = []

  package init(
    output: ImageShape, workingBytes: Int, reach: Reach? = nil,
    start: @escaping (any RowSource, Checkpoint) throws(ImageError) -> any RowSource
  ) {
    self.output = output
    largest = output
    self.workingBytes = workingBytes
    self.reach = reach
    self.start = start
  }

  /// A plan that leaves the image as it is.
  package static func identity(_ shape: ImageShape) -> FilterPlan {
    var plan = FilterPlan(output: shape, workingBytes: 0, reach: .row) {
      source, _ throws(ImageError) in source
    }
    plan.isIdentity = true
    return plan
  }

  /// The plans, one after the other, that this one is made of: those of a chain's filters, and of
  /// what was put between them. None of them is made of others, and an identity is made of none.
  package var steps: [FilterPlan] {
    if isIdentity { return [] }
    return parts.isEmpty ? [self] : parts
  }

  /// This plan and then another, made for what this one yields.
  package func followed(by next: FilterPlan) -> FilterPlan {
    if isIdentity { return next }
    if next.isIdentity { return self }
    let first = start
    let second = next.start
    var both = FilterPlan(
      output: next.output, workingBytes: workingBytes + next.workingBytes,
      reach: Reach(reach, then: next.reach)
    ) { source, checkpoint throws(ImageError) in
      try second(try first(source, checkpoint), checkpoint)
    }
    both.parts = steps + next.steps
    both.largest = next.largest.pixelCount < largest.pixelCount ? largest : next.largest
    return both
  }
}
