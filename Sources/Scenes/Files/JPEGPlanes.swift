import Pixels

/// One component of a JPEG: its samples at its own resolution, as blocks of coefficients.
struct JPEGPlane {
  /// Sampling factors, 1 to 4.
  let h: Int
  let v: Int
  /// 0 luminance, 1 chrominance: which tables it uses.
  let table: Int
  /// Blocks that cover the component itself, for scans of one component.
  let ownColumns: Int
  let ownRows: Int
  /// Blocks including those that fill the last MCUs.
  let columns: Int
  let rows: Int
  /// Coefficients of the blocks, 64 each, row by row.
  private(set) var blocks: [[Int16]] = []

  /// - Parameters:
  ///   - largest: the largest sampling factors of the picture.
  ///   - sample: the component at full resolution, 0 to 255.
  init(
    width: Int, height: Int, factors: (h: Int, v: Int), largest: (h: Int, v: Int), table: Int,
    steps: [Int], sample: (Int, Int) -> Int
  ) {
    (h, v) = factors
    self.table = table
    // Component size as T.81, A.1.1 rounds it.
    let ownWidth = (width * h + largest.h - 1) / largest.h
    let ownHeight = (height * v + largest.v - 1) / largest.v
    ownColumns = (ownWidth + 7) / 8
    ownRows = (ownHeight + 7) / 8
    columns = (width + 8 * largest.h - 1) / (8 * largest.h) * h
    rows = (height + 8 * largest.v - 1) / (8 * largest.v) * v
    let boxWidth = largest.h / h
    let boxHeight = largest.v / v
    var samples = [Int](repeating: 0, count: 64)
    blocks.reserveCapacity(columns * rows)
    for row in 0..<rows {
      for column in 0..<columns {
        for index in 0..<64 {
          let x = (8 * column + index % 8) * boxWidth
          let y = (8 * row + index / 8) * boxHeight
          var sum = 0
          for dy in 0..<boxHeight {
            for dx in 0..<boxWidth {
              sum += sample(min(x + dx, width - 1), min(y + dy, height - 1))
            }
          }
          let count = boxWidth * boxHeight
          samples[index] = (sum + count / 2) / count - 128
        }
        blocks.append(JPEGTransform.coefficients(samples, steps: steps))
      }
    }
  }
}

/// How a picture's samples become the components of a JPEG, 0 to 255 each.
enum JPEGColor {
  /// JFIF's YCbCr (full range, Rec. 601), by component.
  static func yCbCr(_ red: Int, _ green: Int, _ blue: Int, _ component: Int) -> Int {
    let half = 32_768
    let value =
      switch component {
      case 0: (19_595 * red + 38_470 * green + 7_471 * blue + half) >> 16
      case 1: ((-11_059 * red - 21_709 * green + 32_768 * blue + half) >> 16) + 128
      default: ((32_768 * red - 27_439 * green - 5_329 * blue + half) >> 16) + 128
      }
    return min(max(value, 0), 255)
  }

  /// Inverted CMYK as Adobe stores it: 255 is no ink. Black takes what the colours share.
  static func invertedCMYK(_ red: Int, _ green: Int, _ blue: Int, _ component: Int) -> Int {
    let lightest = max(red, green, blue)
    guard component < 3 else { return lightest }
    guard lightest > 0 else { return 255 }
    let value = [red, green, blue][component]
    return (value * 255 + lightest / 2) / lightest
  }
}
