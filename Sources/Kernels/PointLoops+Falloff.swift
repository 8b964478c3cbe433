import KernelTable

// Weights that depend on the place.
extension PointLoops {
  @inline(never)
  static func scale(
    _ samples: UnsafeMutablePointer<UInt8>, channels: Int, _ weights: UnsafePointer<Float>,
    _ pixels: Range<Int>
  ) {
    unsafe forEachPixel(channels, pixels, weights) { i, weight in
      unsafe samples[i] = nearest8(weight * Float(Int32(samples[i])))
    }
  }

  @inline(never)
  static func scale(
    _ samples: UnsafeMutablePointer<UInt16>, channels: Int, _ weights: UnsafePointer<Float>,
    _ pixels: Range<Int>
  ) {
    unsafe forEachPixel(channels, pixels, weights) { i, weight in
      unsafe samples[i] = nearest16(weight * Float(Int32(samples[i])))
    }
  }

  /// The number of colours is known when compiled, so that pixels are handled as vectors.
  @inline(__always)
  private static func forEachPixel(
    _ channels: Int, _ pixels: Range<Int>, _ weights: UnsafePointer<Float>,
    _ body: (Int, Float) -> Void
  ) {
    switch channels {
    case 1: for x in pixels { unsafe body(x, weights[x]) }
    case 2: for x in pixels { unsafe body(2 &* x, weights[x]) }
    case 3:
      for x in pixels { for i in 0..<3 { unsafe body(3 &* x &+ i, weights[x]) } }
    default:
      for x in pixels { for i in 0..<3 { unsafe body(4 &* x &+ i, weights[x]) } }
    }
  }

  @inline(never)
  static func falloff(
    _ weights: UnsafeMutablePointer<Float>, _ falloff: Falloff, down: Int, _ pixels: Range<Int>
  ) {
    // By `abs` the compiler knows that no root is taken of a negative number, which needs a branch.
    let diagonal = abs(
      Double(falloff.width &* falloff.width &+ falloff.height &* falloff.height))
    let below = Double(down) * Double(down)
    let (amount, start) = (falloff.amount, falloff.start)
    for x in pixels {
      let right = Double(Int32(truncatingIfNeeded: 2 &* x &+ 1 &- falloff.width))
      let distance = ((right * right + below) / diagonal).squareRoot()
      let share = (distance - start) / (1 - start)
      let low = share > 0 ? share : 0
      let t = low < 1 ? low : 1
      unsafe weights[x] = Float(1 - amount * t * t * (3 - 2 * t))
    }
  }
}
