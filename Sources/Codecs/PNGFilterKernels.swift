import Pixels

/// The loops of PNG's filters, over plain addresses and without branches, so that they are
/// vectorised. Callers vouch for the bounds.
enum PNGFilterKernels {
  /// A row and the one above it; in front of both stand as many zero bytes as a pixel has.
  @unsafe
  struct Line {
    let current: UnsafeMutablePointer<UInt8>
    let above: UnsafeMutablePointer<UInt8>
    let count: Int
    let bytesPerPixel: Int

    init(
      current: UnsafeMutableRawPointer, above: UnsafeMutableRawPointer, count: Int,
      bytesPerPixel: Int
    ) {
      unsafe self.current = current.assumingMemoryBound(to: UInt8.self)
      unsafe self.above = above.assumingMemoryBound(to: UInt8.self)
      unsafe self.count = count
      unsafe self.bytesPerPixel = bytesPerPixel
    }
  }

  /// Copies a row, 16-bit samples with the high byte first.
  @unsafe
  static func store(_ row: MutableRow, _ depth: SampleDepth, into line: Line) {
    guard depth == .sixteen else {
      return unsafe line.current.update(
        from: row.base.assumingMemoryBound(to: UInt8.self), count: row.byteCount)
    }
    let samples = unsafe row.base.assumingMemoryBound(to: UInt16.self)
    let target = unsafe UnsafeMutableRawPointer(line.current).assumingMemoryBound(to: UInt16.self)
    for i in 0..<row.byteCount / 2 { unsafe target[i] = samples[i].bigEndian }
  }

  /// What a filter leaves of a row.
  @unsafe
  static func apply(_ filter: PNGFilter, to line: Line, _ target: UnsafeMutableRawPointer) {
    let result = unsafe target.assumingMemoryBound(to: UInt8.self)
    switch filter {
    case .none: unsafe result.update(from: line.current, count: line.count)
    case .sub: unsafe sub(line, result)
    case .up: unsafe up(line, result)
    case .average: unsafe average(line, result)
    case .paeth: unsafe paeth(line, result)
    }
  }

  @unsafe
  private static func sub(_ line: Line, _ result: UnsafeMutablePointer<UInt8>) {
    let current = unsafe line.current
    let left = unsafe current - line.bytesPerPixel
    for i in unsafe 0..<line.count { unsafe result[i] = current[i] &- left[i] }
  }

  @unsafe
  private static func up(_ line: Line, _ result: UnsafeMutablePointer<UInt8>) {
    let current = unsafe line.current
    let above = unsafe line.above
    for i in unsafe 0..<line.count { unsafe result[i] = current[i] &- above[i] }
  }

  @unsafe
  private static func average(_ line: Line, _ result: UnsafeMutablePointer<UInt8>) {
    let current = unsafe line.current
    let left = unsafe current - line.bytesPerPixel
    let above = unsafe line.above
    for i in unsafe 0..<line.count {
      let (a, b) = unsafe (left[i], above[i])
      // Half of the sum without a ninth bit.
      unsafe result[i] = current[i] &- ((a & b) &+ ((a ^ b) &>> 1))
    }
  }

  /// With p = a + b − c, the distances from p to a, b and c are |b − c|, |a − c| and |a + b − 2c|.
  @unsafe
  private static func paeth(_ line: Line, _ result: UnsafeMutablePointer<UInt8>) {
    let current = unsafe line.current
    let left = unsafe current - line.bytesPerPixel
    let above = unsafe line.above
    let corner = unsafe above - line.bytesPerPixel
    for i in unsafe 0..<line.count {
      let a = unsafe Int16(left[i])
      let b = unsafe Int16(above[i])
      let c = unsafe Int16(corner[i])
      let (bc, ac) = (b &- c, a &- c)
      let sum = bc &+ ac
      let toA = max(bc, 0 &- bc)
      let toB = max(ac, 0 &- ac)
      let toC = max(sum, 0 &- sum)
      let bOrC = toB <= toC ? b : c
      let nearest = toA <= min(toB, toC) ? a : bOrC
      unsafe result[i] = current[i] &- UInt8(truncatingIfNeeded: nearest)
    }
  }

  /// Sum of the bytes' distances from 0, read as signed.
  @unsafe
  static func cost(_ bytes: UnsafeMutableRawPointer, _ count: Int) -> Int {
    let bytes = unsafe bytes.assumingMemoryBound(to: UInt8.self)
    var total = 0
    var start = 0
    // 32 bits hold the sum of a stretch, and twice as many lanes as 64.
    while start < count {
      let end = min(start + (1 << 20), count)
      var sum: UInt32 = 0
      for i in start..<end {
        let byte = unsafe bytes[i]
        sum &+= UInt32(min(byte, 0 &- byte))
      }
      total += Int(sum)
      start = end
    }
    return total
  }
}
