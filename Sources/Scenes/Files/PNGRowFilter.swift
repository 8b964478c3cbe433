/// The five row filters of PNG (specification, chapter 9).
enum PNGRowFilter {
  /// Appends the row, each byte less what the filter predicts of it.
  ///
  /// - Parameter kind: 0 none, 1 sub, 2 up, 3 average, 4 Paeth.
  static func append(
    _ row: [UInt8], above: [UInt8], pixelBytes: Int, kind: UInt8, to out: inout [UInt8]
  ) {
    for at in row.indices {
      let left = at >= pixelBytes ? Int(row[at - pixelBytes]) : 0
      let corner = at >= pixelBytes ? Int(above[at - pixelBytes]) : 0
      let up = Int(above[at])
      let predicted =
        switch kind {
        case 1: left
        case 2: up
        case 3: (left + up) / 2
        case 4: paeth(left, up, corner)
        default: 0
        }
      out.append(row[at] &- UInt8(predicted))
    }
  }

  private static func paeth(_ left: Int, _ up: Int, _ corner: Int) -> Int {
    let toLeft = abs(up - corner)
    let toUp = abs(left - corner)
    let toCorner = abs(left + up - 2 * corner)
    if toLeft <= toUp, toLeft <= toCorner { return left }
    return toUp <= toCorner ? up : corner
  }
}
