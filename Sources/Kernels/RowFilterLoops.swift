import KernelTable

enum RowFilterLoops: RowFilterKernels {
  @inline(never)
  static func sub(
    _ row: UnsafePointer<UInt8>, left: Int, _ result: UnsafeMutablePointer<UInt8>, _ count: Int
  ) {
    let before = unsafe row - left
    for i in 0..<count { unsafe result[i] = row[i] &- before[i] }
  }

  @inline(never)
  static func up(
    _ row: UnsafePointer<UInt8>, _ above: UnsafePointer<UInt8>,
    _ result: UnsafeMutablePointer<UInt8>, _ count: Int
  ) {
    for i in 0..<count { unsafe result[i] = row[i] &- above[i] }
  }

  @inline(never)
  static func average(
    _ row: UnsafePointer<UInt8>, _ above: UnsafePointer<UInt8>, left: Int,
    _ result: UnsafeMutablePointer<UInt8>, _ count: Int
  ) {
    let before = unsafe row - left
    for i in 0..<count {
      let (a, b) = unsafe (before[i], above[i])
      // Half of the sum without a ninth bit.
      unsafe result[i] = row[i] &- ((a & b) &+ ((a ^ b) &>> 1))
    }
  }

  /// With p = a + b − c, the distances from p to a, b and c are |b − c|, |a − c| and |a + b − 2c|.
  @inline(never)
  static func paeth(
    _ row: UnsafePointer<UInt8>, _ above: UnsafePointer<UInt8>, left: Int,
    _ result: UnsafeMutablePointer<UInt8>, _ count: Int
  ) {
    let (before, corner) = unsafe (row - left, above - left)
    for i in 0..<count {
      let a = unsafe Int16(before[i])
      let b = unsafe Int16(above[i])
      let c = unsafe Int16(corner[i])
      let (bc, ac) = (b &- c, a &- c)
      let sum = bc &+ ac
      let toA = max(bc, 0 &- bc)
      let toB = max(ac, 0 &- ac)
      let toC = max(sum, 0 &- sum)
      let bOrC = toB <= toC ? b : c
      let nearest = toA <= min(toB, toC) ? a : bOrC
      unsafe result[i] = row[i] &- UInt8(truncatingIfNeeded: nearest)
    }
  }

  @inline(never)
  static func cost(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int {
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
