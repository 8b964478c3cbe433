import Codecs
import Pixels
import TestSupport
import Testing

private let formats = ColorModel.allCases.flatMap {
  [PixelFormat($0, .eight), PixelFormat($0, .sixteen)]
}

/// PNG's filters as the specification has them, byte by byte.
private struct NaiveFiltering {
  let bytesPerPixel: Int
  var above: [UInt8]

  func filtered(_ row: [UInt8], _ filter: PNGFilter) -> [UInt8] {
    row.indices.map { i in
      let hasLeft = i >= bytesPerPixel
      let a = hasLeft ? Int(row[i - bytesPerPixel]) : 0
      let b = Int(above[i])
      let c = hasLeft ? Int(above[i - bytesPerPixel]) : 0
      let predicted =
        switch filter {
        case .none: 0
        case .sub: a
        case .up: b
        case .average: (a + b) / 2
        case .paeth: paeth(a, b, c)
        }
      return UInt8(truncatingIfNeeded: Int(row[i]) - predicted)
    }
  }

  private func paeth(_ a: Int, _ b: Int, _ c: Int) -> Int {
    let p = a + b - c
    let (toA, toB, toC) = (abs(p - a), abs(p - b), abs(p - c))
    if toA <= toB && toA <= toC { return a }
    return toB <= toC ? b : c
  }

  mutating func choose(_ row: [UInt8]) -> (PNGFilter, [UInt8]) {
    defer { above = row }
    let all = PNGFilter.allCases.map { ($0, filtered(row, $0)) }
    let costs = all.map { $0.1.reduce(0) { $0 + abs(Int(Int8(bitPattern: $1))) } }
    return all[costs.firstIndex(of: costs.min()!)!]
  }
}

@Suite struct PNGFilteringTests {
  @Test(arguments: formats)
  func choosesAndFiltersAsTheNaiveTwin(format: PixelFormat) throws {
    var random = SeededRandom(seed: UInt64(format.bytesPerPixel))
    var chosen: Set<PNGFilter> = []
    for width in [1, 2, 7, 16, 33, 65, 200] {
      let shape = ImageShape(width: width, height: 40, format: format)
      let filtering = try PNGFiltering(shape, PNGFilter.allCases)
      var twin = NaiveFiltering(
        bytesPerPixel: format.bytesPerPixel, above: [UInt8](repeating: 0, count: shape.rowBytes))
      let buffer = try PixelBuffer(shape)
      for y in 0..<shape.height {
        let row = sampleRow(y, shape, &random)
        buffer.withRow(y, as: UInt8.self) { bytes in
          for i in bytes.indices { bytes[i] = row[i] }
        }
        let choice = filtering.filter(buffer[row: y])
        let wanted = twin.choose(format.depth == .sixteen ? bigEndianSamples(row) : row)
        #expect(choice.filter == wanted.0)
        let bytes = choice.row.with(UInt8.self) { row in row.indices.map { row[$0] } }
        #expect(bytes == wanted.1)
        chosen.insert(choice.filter)
      }
    }
    #expect(chosen == Set(PNGFilter.allCases), "the rows must give each filter a chance")
  }

  /// Rows of five kinds, for each of which another filter is good.
  private func sampleRow(
    _ y: Int, _ shape: ImageShape, _ random: inout SeededRandom
  ) -> [UInt8] {
    (0..<shape.rowBytes).map { i in
      let x = i / shape.format.bytesPerPixel
      return switch (y / 4) % 5 {
      case 0: .random(in: 0...255, using: &random)
      case 1: UInt8(truncatingIfNeeded: y * 71)
      case 2: UInt8(truncatingIfNeeded: x * 37)
      case 3: UInt8(truncatingIfNeeded: x * 3 + y * 5) &+ .random(in: 0...3, using: &random)
      default: .random(in: 0...3, using: &random) &* 85
      }
    }
  }

  private func bigEndianSamples(_ row: [UInt8]) -> [UInt8] { row.indices.map { row[$0 ^ 1] } }
}
