/// Where text fits, without knowing the reader's font.
enum Labels {
  /// A guess on the wide side, in units of the drawing: fonts differ by a tenth or so.
  static func width(of text: String, size: Double = Labels.size) -> Double {
    Double(text.count) * size * 0.58
  }

  /// The size of text in drawings, as the style sheet has it.
  static let size = 15.0

  /// Moves places apart until each two are at least `gap` from each other, as little as possible
  /// and keeping their order, all within `bounds` where they fit.
  static func spread(_ places: [Double], gap: Double, within bounds: ClosedRange<Double>)
    -> [Double]
  {
    let order = places.indices.sorted { places[$0] < places[$1] }
    // Neighbours that would touch form a block around the mean of what its members wish.
    var blocks: [(wish: Double, count: Int)] = []
    func start(_ block: (wish: Double, count: Int)) -> Double {
      let height = Double(block.count - 1) * gap
      let latest = max(bounds.lowerBound, bounds.upperBound - height)
      return min(max(block.wish - height / 2, bounds.lowerBound), latest)
    }
    for index in order {
      blocks.append((places[index], 1))
      while blocks.count > 1 {
        let (upper, lower) = (blocks[blocks.count - 2], blocks[blocks.count - 1])
        guard start(upper) + Double(upper.count) * gap > start(lower) else { break }
        let count = upper.count + lower.count
        let wish = upper.wish * Double(upper.count) + lower.wish * Double(lower.count)
        blocks.removeLast(2)
        blocks.append((wish / Double(count), count))
      }
    }
    var result = places
    var next = order.makeIterator()
    for block in blocks {
      for step in 0..<block.count {
        if let index = next.next() { result[index] = start(block) + Double(step) * gap }
      }
    }
    return result
  }
}
