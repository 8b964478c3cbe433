import KernelTable

enum EdgeLoops: EdgeKernels {
  @inline(never)
  static func gradientLength(
    _ out: UnsafeMutablePointer<UInt8>, _ above: UnsafePointer<UInt8>,
    _ centre: UnsafePointer<UInt8>,
    _ below: UnsafePointer<UInt8>, _ count: Int, _ step: Int, _ scale: Float
  ) {
    for i in 0..<count {
      let (left, right) = (i &- step, i &+ step)
      let falling = unsafe Int32(below[right]) &- Int32(above[left])
      let rising = unsafe Int32(above[right]) &- Int32(below[left])
      let along = unsafe Int32(centre[right]) &- Int32(centre[left])
      let across = unsafe Int32(below[i]) &- Int32(above[i])
      // Both diagonals take part in both components.
      let gx = Float(falling &+ rising &+ 2 &* along)
      let gy = Float(falling &- rising &+ 2 &* across)
      unsafe out[i] = nearest8((gx * gx + gy * gy).squareRoot() * scale)
    }
  }

  @inline(never)
  static func gradientLength(
    _ out: UnsafeMutablePointer<UInt16>, _ above: UnsafePointer<UInt16>,
    _ centre: UnsafePointer<UInt16>,
    _ below: UnsafePointer<UInt16>, _ count: Int, _ step: Int, _ scale: Float
  ) {
    for i in 0..<count {
      let (left, right) = (i &- step, i &+ step)
      let falling = unsafe Int32(below[right]) &- Int32(above[left])
      let rising = unsafe Int32(above[right]) &- Int32(below[left])
      let along = unsafe Int32(centre[right]) &- Int32(centre[left])
      let across = unsafe Int32(below[i]) &- Int32(above[i])
      // Both diagonals take part in both components.
      let gx = Float(falling &+ rising &+ 2 &* along)
      let gy = Float(falling &- rising &+ 2 &* across)
      unsafe out[i] = nearest16((gx * gx + gy * gy).squareRoot() * scale)
    }
  }
}
