/// One scan: which components, which coefficients.
struct JPEGScan {
  /// Positions of the components in the frame.
  var components: [Int]
  /// First and last coefficient in zigzag order.
  var band: ClosedRange<Int>

  /// The whole picture in one scan.
  static func baseline(components: Int) -> [JPEGScan] {
    [JPEGScan(components: Array(0..<components), band: 0...63)]
  }

  /// First the blocks' means, then the coarse detail of each component, then the fine.
  static func progressive(components: Int) -> [JPEGScan] {
    [JPEGScan(components: Array(0..<components), band: 0...0)]
      + (0..<components).map { JPEGScan(components: [$0], band: 1...5) }
      + (0..<components).map { JPEGScan(components: [$0], band: 6...63) }
  }

  /// The scan's entropy-coded bytes.
  ///
  /// - Parameter restartInterval: MCUs between restart markers; 0 for none.
  func encode(_ planes: [JPEGPlane], restartInterval: Int) -> [UInt8] {
    var bits = JPEGBits()
    var predictions = [Int](repeating: 0, count: planes.count)
    var done = 0
    func begin(_ bits: inout JPEGBits) {
      if restartInterval > 0, done > 0, done % restartInterval == 0 {
        bits.restart(done / restartInterval - 1)
        predictions = [Int](repeating: 0, count: planes.count)
      }
      done += 1
    }
    if components.count == 1 {
      // A scan of one component has one block an MCU, and only those that the picture needs.
      let plane = planes[components[0]]
      for row in 0..<plane.ownRows {
        for column in 0..<plane.ownColumns {
          begin(&bits)
          put(plane.blocks[row * plane.columns + column], plane, &predictions[components[0]], &bits)
        }
      }
    } else {
      let first = planes[components[0]]
      for row in 0..<first.rows / first.v {
        for column in 0..<first.columns / first.h {
          begin(&bits)
          for component in components {
            let plane = planes[component]
            for y in row * plane.v..<(row + 1) * plane.v {
              for x in column * plane.h..<(column + 1) * plane.h {
                put(plane.blocks[y * plane.columns + x], plane, &predictions[component], &bits)
              }
            }
          }
        }
      }
    }
    bits.align()
    return bits.bytes
  }

  private func put(
    _ block: [Int16], _ plane: JPEGPlane, _ prediction: inout Int, _ bits: inout JPEGBits
  ) {
    if band.lowerBound == 0 {
      let difference = Int(block[0]) - prediction
      prediction = Int(block[0])
      let size = JPEGBits.size(difference)
      bits.put(size, plane.table == 0 ? JPEGTables.dcLuminance : JPEGTables.dcChrominance)
      bits.put(magnitude: difference, bits: size)
    }
    guard band.upperBound > 0 else { return }
    let table = plane.table == 0 ? JPEGTables.acLuminance : JPEGTables.acChrominance
    var zeros = 0
    for index in max(band.lowerBound, 1)...band.upperBound {
      let value = Int(block[JPEGTables.zigzag[index]])
      guard value != 0 else {
        zeros += 1
        continue
      }
      while zeros > 15 {
        bits.put(0xF0, table)
        zeros -= 16
      }
      let size = JPEGBits.size(value)
      bits.put(zeros << 4 | size, table)
      bits.put(magnitude: value, bits: size)
      zeros = 0
    }
    if zeros > 0 { bits.put(0x00, table) }
  }
}
