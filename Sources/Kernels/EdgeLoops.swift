import KernelTable

enum EdgeLoops: EdgeKernels {
  @inline(never)
  static func gradientLength(
    _ out: UnsafeMutablePointer<UInt8>, _ above: UnsafePointer<UInt8>,
    _ centre: UnsafePointer<UInt8>,
    _ below: UnsafePointer<UInt8>, _ count: Int, _ step: Int, _ scale: Float
  ) {
    for i in 0..<count {
      let (gx, gy) = unsafe gradient(above + i, centre + i, below + i, step)
      unsafe out[i] = nearest8(length(Float(gx), Float(gy)) * scale)
    }
  }

  @inline(never)
  static func gradientLength(
    _ out: UnsafeMutablePointer<UInt16>, _ above: UnsafePointer<UInt16>,
    _ centre: UnsafePointer<UInt16>,
    _ below: UnsafePointer<UInt16>, _ count: Int, _ step: Int, _ scale: Float
  ) {
    for i in 0..<count {
      let (gx, gy) = unsafe gradient(above + i, centre + i, below + i, step)
      unsafe out[i] = nearest16(length(Float(gx), Float(gy)) * scale)
    }
  }

  // MARK: Peaks

  @inline(never)
  static func gradients(
    _ out: Gradients<Int32>, _ above: UnsafePointer<UInt8>, _ centre: UnsafePointer<UInt8>,
    _ below: UnsafePointer<UInt8>, _ count: Int, _ step: Int
  ) {
    unsafe fill(out, above, centre, below, count, step)
  }

  @inline(never)
  static func gradients(
    _ out: Gradients<Int64>, _ above: UnsafePointer<UInt16>, _ centre: UnsafePointer<UInt16>,
    _ below: UnsafePointer<UInt16>, _ count: Int, _ step: Int
  ) {
    unsafe fill(out, above, centre, below, count, step)
  }

  @inline(never)
  static func peaks(
    _ marks: UnsafeMutablePointer<UInt8>, _ above: Gradients<Int32>, _ centre: Gradients<Int32>,
    _ below: Gradients<Int32>, _ count: Int, low: Int, high: Int
  ) {
    unsafe mark(marks, above, centre, below, count, low, high)
  }

  @inline(never)
  static func peaks(
    _ marks: UnsafeMutablePointer<UInt8>, _ above: Gradients<Int64>, _ centre: Gradients<Int64>,
    _ below: Gradients<Int64>, _ count: Int, low: Int, high: Int
  ) {
    unsafe mark(marks, above, centre, below, count, low, high)
  }

  @inline(__always)
  private static func fill<S: FixedWidthInteger, Number: FixedWidthInteger>(
    _ out: Gradients<Number>, _ above: UnsafePointer<S>, _ centre: UnsafePointer<S>,
    _ below: UnsafePointer<S>, _ count: Int, _ step: Int
  ) {
    // Whole vectors are read only where the compiler knows that pixels are side by side.
    if step == 1 {
      unsafe fillEach(1, out, above, centre, below, count)
    } else {
      unsafe fillEach(step, out, above, centre, below, count)
    }
  }

  @inline(__always)
  private static func fillEach<S: FixedWidthInteger, Number: FixedWidthInteger>(
    _ step: Int, _ out: Gradients<Number>, _ above: UnsafePointer<S>, _ centre: UnsafePointer<S>,
    _ below: UnsafePointer<S>, _ count: Int
  ) {
    for x in 0..<count {
      let i = x &* step
      let sums = unsafe gradient(above + i, centre + i, below + i, step)
      let (gx, gy) = (Number(truncatingIfNeeded: sums.0), Number(truncatingIfNeeded: sums.1))
      unsafe out.across[x] = gx
      unsafe out.down[x] = gy
      unsafe out.squares[x] = gx &* gx &+ gy &* gy
    }
  }

  /// Without a branch, so that whole vectors are compared. Of two equally steep pixels side by
  /// side, the right or the lower one is the peak.
  @inline(__always)
  private static func mark<Number: FixedWidthInteger & SignedInteger>(
    _ marks: UnsafeMutablePointer<UInt8>, _ above: Gradients<Number>, _ centre: Gradients<Number>,
    _ below: Gradients<Number>, _ count: Int, _ low: Int, _ high: Int
  ) {
    let (low, high) = (Number(truncatingIfNeeded: low), Number(truncatingIfNeeded: high))
    for x in 0..<count {
      let own = unsafe centre.squares[x]
      let (gx, gy) = unsafe (centre.across[x], centre.down[x])
      let (width, height) = (gx < 0 ? 0 &- gx : gx, gy < 0 ? 0 &- gy : gy)
      // tan 22.5° in 15 binary places; tan 67.5° is two more than that.
      let flat = width &* 13_573
      let slope = height &<< 15
      let isFlat = slope < flat
      let isSteep = slope > flat &+ width &<< 16
      let falls = gx ^ gy < 0
      // All are read: a choice between addresses would be a branch.
      let (left, right) = unsafe (centre.squares[x &- 1], centre.squares[x &+ 1])
      let up = unsafe (above.squares[x &- 1], above.squares[x], above.squares[x &+ 1])
      let down = unsafe (below.squares[x &- 1], below.squares[x], below.squares[x &+ 1])
      let before = isFlat ? left : isSteep ? up.1 : falls ? up.2 : up.0
      let after = isFlat ? right : isSteep ? down.1 : falls ? down.0 : down.2
      // On diagonals the pixel has to be above both neighbours.
      let least = isFlat || isSteep ? after : after &+ 1
      let isPeak = own > low && own > before && own >= least
      unsafe marks[x] = isPeak ? (own > high ? 2 : 1) : 0
    }
  }

  // MARK: Sobel

  /// gx and gy around the sample that `centre` points at.
  @inline(__always)
  private static func gradient<S: FixedWidthInteger>(
    _ above: UnsafePointer<S>, _ centre: UnsafePointer<S>, _ below: UnsafePointer<S>, _ step: Int
  ) -> (Int32, Int32) {
    let (left, right) = (0 &- step, step)
    let falling = unsafe number(below[right]) &- number(above[left])
    let rising = unsafe number(above[right]) &- number(below[left])
    let along = unsafe number(centre[right]) &- number(centre[left])
    let across = unsafe number(below[0]) &- number(above[0])
    // Both diagonals take part in both components.
    return (falling &+ rising &+ 2 &* along, falling &- rising &+ 2 &* across)
  }

  @inline(__always)
  private static func number(_ sample: some FixedWidthInteger) -> Int32 {
    Int32(truncatingIfNeeded: sample)
  }

  @inline(__always)
  private static func length(_ gx: Float, _ gy: Float) -> Float {
    (gx * gx + gy * gy).squareRoot()
  }
}
