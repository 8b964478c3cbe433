import Pixels

/// Contrast limited adaptive histogram equalisation: spreads tones by what is near.
package struct LocalEqualise: Filter {
  package static let manual = FilterManual(
    name: "clahe", summary: "Equalise the histogram locally, with limited contrast.",
    parameters: [
      .init(
        "clip", kind: "factor", standard: "2",
        about: "How many times as frequent as on average a tone may count, from 0.1 to 100; 0 for "
          + "no limit. The higher, the stronger. A tone may always count once: where a tile has no "
          + "more pixels than there are tones, as often at 16 bits, low limits are all the same."),
      .init(
        "tiles", kind: "WxH", standard: "8x8",
        about: "Into how many tiles the picture is cut, from 1 to 16 each."),
    ],
    formula: "Of each tile of ⌈W ÷ tiles⌉ × ⌈H ÷ tiles⌉ pixels the histogram of luma (Rec. 709) is "
      + "cut off at max(1, ⌊clip · pixels ÷ tones⌋), what was cut is spread over all tones, and "
      + "its running sum, scaled to the maximum and rounded, is the tile's curve. A pixel's new "
      + "luma is the bilinear mean of the curves of the four tiles whose middles surround it; "
      + "each channel changes by as much as luma does, rounded to nearest, clamped. Alpha is kept.",
    edges: "tiles that hang over are filled by reflection; pixels beyond the outer middles use the "
      + "nearest tiles",
    accuracy:
      "Gray pictures as OpenCV, within 1 level at either depth, where tiles fit both sides or "
      + "neither (else it fills both); within 0.51 level (8 bits) or 0.6 level (16 bits) of double "
      + "precision.",
    source: "K. Zuiderveld, Contrast Limited Adaptive Histogram Equalization (Graphics Gems IV, "
      + "1994); as OpenCV createCLAHE.",
    examples: ["clahe", "clahe=clip=3:tiles=4x4"])

  /// 0.1…100, or 0 for no limit.
  package let clip: Double
  /// 1…16.
  package let columns, rows: Int

  package init(clip: Double = 2, columns: Int = 8, rows: Int = 8) {
    self.clip = clip
    self.columns = columns
    self.rows = rows
  }

  package init(_ arguments: FilterArguments) throws(ChainError) {
    clip = try arguments.number("clip", in: 0...100)
    if clip > 0, clip < 0.1 { throw arguments.wrong("clip", "wants 0, or 0.1 to 100") }
    let tiles = (arguments.text("tiles") ?? "").split(
      separator: "x", omittingEmptySubsequences: false)
    guard tiles.count == 2, let columns = Geometry.whole(tiles[0], from: 1),
      let rows = Geometry.whole(tiles[1], from: 1), max(columns, rows) <= 16
    else { throw arguments.wrong("tiles", "wants WxH, 1 to 16 each") }
    self.columns = columns
    self.rows = rows
  }

  package var mixesNeighbours: Bool { false }

  package func plan(for input: ImageShape) throws(ImageError) -> FilterPlan {
    FilterPlan(
      output: input, workingBytes: input.bufferBytes + LocalCurveRows.bytes(self, input)
    ) { source, checkpoint throws(ImageError) in
      try LocalCurveRows(self, try StoredImage(collecting: source, checkpoint), checkpoint)
    }
  }
}
