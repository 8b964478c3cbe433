import Pixels

/// The weighted sum of a window, with any weights.
package struct Convolve: Filter {
  package static let manual = FilterManual(
    name: "convolve", summary: "Replace each pixel by a weighted sum of its neighbours.",
    parameters: [
      .init(
        "kernel", kind: "numbers",
        about: "Rows from top to bottom with ; between them, weights with spaces between them; "
          + "from 1 to 31 rows and columns, odd or even."),
      .init(
        "divisor", kind: "number or sum", standard: "sum",
        about: "What the sum is divided by; sum: by the sum of the weights, or 1 where that is 0."),
      .init(
        "bias", kind: "levels", standard: "0",
        about: "What is added afterwards, from -255 to 255 in levels of 255."),
    ],
    formula: "out(x, y) = Σ kernel(i, j) · in(x + i − ⌊W ÷ 2⌋, y + j − ⌊H ÷ 2⌋) ÷ divisor + bias, "
      + "rounded to nearest, clamped; the kernel is not mirrored. Alpha is summed like colour "
      + "where the weights after division add up to 1, none is negative and there is no bias, else "
      + "kept; colour is taken pre-multiplied, and so is the bias.",
    edges: "replicate",
    accuracy: "Within 0.51 level of double precision at either depth, at 8 bits where the weights' "
      + "absolute values add up to 16 at most.",
    source: "As OpenCV filter2D and ImageMagick -morphology Correlate.",
    examples: ["convolve='0 -1 0; -1 5 -1; 0 -1 0'", "convolve='1 2 1':divisor=4"])

  /// Rows from top to bottom, of equal length, 1…31 of either.
  package let rows: [[Double]]
  /// Not 0.
  package let divisor: Double
  /// Levels of 255.
  package let bias: Double

  package init(rows: [[Double]], divisor: Double, bias: Double = 0) {
    self.rows = rows
    self.divisor = divisor
    self.bias = bias
  }

  package init(_ arguments: FilterArguments) throws(ChainError) {
    var rows: [[Double]] = []
    for line in (arguments.text("kernel") ?? "").split(
      separator: ";", omittingEmptySubsequences: false)
    {
      var row: [Double] = []
      for word in line.split(separator: " ") {
        guard let weight = Double(word), abs(weight) <= 1e6 else {
          throw arguments.wrong("kernel", "wants numbers up to a million; '\(word)' is none")
        }
        row.append(weight)
      }
      rows.append(row)
    }
    guard (1...31).contains(rows.count), let width = rows.first?.count, (1...31).contains(width),
      rows.allSatisfy({ $0.count == width })
    else { throw arguments.wrong("kernel", "wants 1 to 31 rows of equally many weights, 1 to 31") }
    self.rows = rows
    let sum = rows.joined().reduce(0, +)
    if arguments.text("divisor") == "sum" {
      divisor = abs(sum) < 1e-9 ? 1 : sum
    } else {
      divisor = try arguments.number("divisor", in: -1e6...1e6)
      if divisor == 0 { throw arguments.wrong("divisor", "must not be 0") }
    }
    bias = try arguments.number("bias", in: -255...255)
  }

  package var mixesNeighbours: Bool { true }

  /// Whether the weights make a mean, which alpha can take part in.
  var isMean: Bool {
    let weights = rows.joined().map { $0 / divisor }
    return bias == 0 && weights.allSatisfy { $0 >= 0 } && abs(weights.reduce(0, +) - 1) < 1e-6
  }

  package func plan(for input: ImageShape) throws(ImageError) -> FilterPlan {
    SparseKernel(rows: rows.map { row in row.map { $0 / divisor } })
      .plan(for: input, ConvolutionEnding(bias: bias / 255, mixesAlpha: isMean))
  }
}
