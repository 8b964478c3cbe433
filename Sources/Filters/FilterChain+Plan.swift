import Pixels

extension FilterChain {
  /// Plans the whole chain for one image.
  ///
  /// Where the image has alpha, filters that mix neighbours get it pre-multiplied at 16 bits, and
  /// the image returns to its own depth and to plain alpha before the next filter that does not
  /// mix, or at the end. Consecutive filters that mix share one conversion. A filter that leaves
  /// the image as it is takes part in none of this.
  ///
  /// The plan's `workingBytes` are those of all filters together, which run at the same time.
  ///
  /// - Throws: `ImageError.Code.filter` from the first filter that cannot work on what it gets.
  package func plan(for input: ImageShape) throws(ImageError) -> FilterPlan {
    var plan = FilterPlan.identity(input)
    var plainDepth: SampleDepth?
    for filter in filters {
      if let depth = plainDepth, !filter.mixesNeighbours {
        plan = plan.followed(by: Unpremultiply.plan(for: plan.output, to: depth))
        plainDepth = nil
      }
      let step = try filter.plan(for: plan.output)
      if step.isIdentity { continue }
      if plainDepth == nil, filter.mixesNeighbours, plan.output.format.model.hasAlpha {
        plainDepth = plan.output.format.depth
        plan = plan.followed(by: Premultiply.plan(for: plan.output))
      }
      plan = plan.followed(by: try filter.plan(for: plan.output))
      precondition(
        plainDepth == nil || plan.output.format.model.hasAlpha,
        "a filter that mixes neighbours keeps the alpha it is given")
    }
    if let depth = plainDepth {
      plan = plan.followed(by: Unpremultiply.plan(for: plan.output, to: depth))
    }
    return plan
  }
}

extension FilterPlan {
  /// This plan and then another, made for what this one yields.
  func followed(by next: FilterPlan) -> FilterPlan {
    if isIdentity { return next }
    if next.isIdentity { return self }
    let first = start
    let second = next.start
    var both = FilterPlan(output: next.output, workingBytes: workingBytes + next.workingBytes) {
      source, checkpoint throws(ImageError) in
      try second(try first(source, checkpoint), checkpoint)
    }
    both.largest = next.largest.pixelCount < largest.pixelCount ? largest : next.largest
    return both
  }
}
