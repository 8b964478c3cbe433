import KernelTable
import TestSupport
import Testing
import Vectors

// Loops that make pixels of others elsewhere, or of themselves.
extension KernelTests {
  @Test(arguments: lengths, 1...4) func resize(_ n: Int, _ channels: Int) {
    let (a, b) = (Noise<UInt8>(n, seed: 1), Noise<UInt8>(n, seed: 2))
    let words = (0..<6).map { Noise<UInt16>(n, seed: UInt64($0)) }
    let weights = Noise<Int16>(8, seed: 3) { Int16($0 % 20_000) - 5000 }
    let shares = Noise<Float>(8 * n, seed: 4, upTo: 0.5)
    let to = { Noise<Float>(n, seed: 9, upTo: 100) }
    let starts8 = unsafe [a, b, b, a].map { unsafe UnsafePointer($0.start) }
    let starts16 = unsafe words.map { unsafe UnsafePointer($0.start) }
    unsafe starts8.withUnsafeBufferPointer { rows in
      unsafe compare("add 8", to()) { k, to in
        unsafe k.resize.add(rows, weights.start, 1 / 16_384, 0..<n, to)
      }
    }
    unsafe starts16.withUnsafeBufferPointer { rows in
      unsafe compare("add 16", to()) { k, to in unsafe k.resize.add(rows, shares.start, 0..<n, to) }
    }
    let row = Noise<Float>((n + 16) * channels, seed: 5, upTo: 70_000)
    let first = Noise<Int>(n, seed: 6) { Int($0 % UInt64(n)) }
    let counts = Noise<Int>(n, seed: 7) { Int($0 % 8) + 1 }
    let table = unsafe ResizeTable(
      first: first.start, counts: counts.start, weights: shares.start, stride: 8)
    unsafe compare("mix", Noise<Float>(n * channels, seed: 9, upTo: 1)) { k, to in
      unsafe k.resize.mix(row.start, channels: channels, table, to, 0..<n)
    }
    unsafe compare("round 8", Noise<UInt8>(n, seed: 9)) { k, to in
      unsafe k.resize.round(row.start, to, 0..<n)
    }
    unsafe compare("round 16", Noise<UInt16>(n, seed: 9)) { k, to in
      unsafe k.resize.round(row.start, to, 0..<n)
    }
    withExtendedLifetime(((a, b, words, first), (counts, shares))) {}
  }

  @Test(arguments: lengths) func window(_ n: Int) {
    let bytes = (0..<7).map { Noise<UInt8>(n, seed: UInt64($0)) }
    let words = (0..<7).map { Noise<UInt16>(n, seed: UInt64($0)) }
    let weights = Noise<Double>(7, seed: 8) { Double($0 % 2001) / 1000 - 1 }
    let shares = Noise<Float>(7, seed: 8, upTo: 2)
    let starts8 = unsafe bytes.map { unsafe UnsafePointer($0.start) }
    let starts16 = unsafe words.map { unsafe UnsafePointer($0.start) }
    unsafe starts8.withUnsafeBufferPointer { rows in
      unsafe compare("window 8", Noise<Float>(n, seed: 9, upTo: 1)) { k, to in
        unsafe k.window.add(rows, shares.start, 3, to, n)
      }
    }
    let doubles = { Noise<Double>(n, seed: 9) { Double($0 % 70_000) - 5000 } }
    unsafe starts16.withUnsafeBufferPointer { rows in
      unsafe compare("window 16", doubles()) { k, to in
        unsafe k.window.add(rows, weights.start, 3, to, n)
      }
    }
    let (singles, sums) = (Noise<Float>(n, seed: 7, upTo: -400), doubles())
    for isAbsolute in [false, true] {
      unsafe compare("end of a window 8", Noise<UInt8>(n, seed: 9)) { k, to in
        unsafe k.window.round(singles.start, isAbsolute: isAbsolute, to, n)
      }
      unsafe compare("end of a window 16", Noise<UInt16>(n, seed: 9)) { k, to in
        unsafe k.window.round(sums.start, isAbsolute: isAbsolute, to, n)
      }
    }
    withExtendedLifetime((bytes, words, weights)) {}
  }

  @Test(arguments: lengths, 1...4) func warp(_ n: Int, _ channels: Int) {
    // A picture of 16 rows, and places away from its edges.
    let stride = 64
    let (bytes, words) = (Noise<UInt8>(1024, seed: 1), Noise<UInt16>(1024, seed: 2))
    let samples = Noise<Int>(n, seed: 3) {
      Int($0 % 12 + 1) * stride + Int($0 % 9 + 1) * channels
    }
    let (across, down) = (Noise<Float>(n, seed: 4, upTo: 1), Noise<Float>(n, seed: 5, upTo: 1))
    let weights = Noise<Float>(8 * n, seed: 6, upTo: 1)
    let places = unsafe WarpPlaces(
      samples: samples.start, across: across.start, down: down.start, weights: weights.start)
    unsafe compare("bicubic 8", Noise<UInt8>(n * channels, seed: 9)) { k, to in
      unsafe k.warp.bicubic(bytes.start, stride: stride, channels: channels, places, to, n)
    }
    unsafe compare("bicubic 16", Noise<UInt16>(n * channels, seed: 9)) { k, to in
      unsafe k.warp.bicubic(words.start, stride: stride, channels: channels, places, to, n)
    }
    let line = WarpLine(
      x: 3.5, across: WarpLine.Share(x: 0.87, row: 0.3, shift: -4),
      down: WarpLine.Share(x: -0.5, row: 800.2, shift: 0.1), half: 0.5,
      pixelStep: Double(channels), rowStep: 5000, first: 20_000)
    let far = { Noise<Float>(n, seed: 9, upTo: 1) }
    unsafe compare("samples of places", Noise<Int>(n, seed: 9) { _ in -1 }) { k, to in
      let places = unsafe WarpPlaces(
        samples: to, across: across.start, down: down.start, weights: weights.start)
      unsafe k.warp.find(line, places, n)
    }
    unsafe compare("places across", far()) { k, to in
      let places = unsafe WarpPlaces(
        samples: samples.start, across: to, down: down.start, weights: weights.start)
      unsafe k.warp.find(line, places, n)
    }
    unsafe compare("places down", far()) { k, to in
      let places = unsafe WarpPlaces(
        samples: samples.start, across: across.start, down: to, weights: weights.start)
      unsafe k.warp.find(line, places, n)
    }
    withExtendedLifetime((bytes, words, samples, across, down, weights)) {}
  }

  @Test(arguments: lengths, 1...4) func halving(_ n: Int, _ channels: Int) {
    let (a, b) = (Noise<UInt8>(8 * n, seed: 1), Noise<UInt8>(8 * n, seed: 2))
    let (c, d) = (Noise<UInt16>(8 * n, seed: 1), Noise<UInt16>(8 * n, seed: 2))
    unsafe compare("halve 8", Noise<UInt8>(n * channels, seed: 9)) { k, to in
      unsafe k.halving.halve(a.start, b.start, channels: channels, to, n)
    }
    unsafe compare("halve 16", Noise<UInt16>(n * channels, seed: 9)) { k, to in
      unsafe k.halving.halve(c.start, d.start, channels: channels, to, n)
    }
    withExtendedLifetime((a, b, c, d)) {}
  }

  @Test(arguments: lengths, [1, 2, 3, 4, 6, 8]) func moves(_ n: Int, _ pixelBytes: Int) {
    let row = Noise<UInt8>(n * pixelBytes, seed: 1)
    unsafe compare("mirror", Noise<UInt8>(n * pixelBytes, seed: 9)) { k, to in
      unsafe k.move.mirror(row.start, pixelBytes: pixelBytes, to, n)
    }
  }

  @Test(arguments: lengths, [2, 4]) func alpha(_ n: Int, _ channels: Int) {
    let levels = Noise<UInt8>(n * channels, seed: 1)
    unsafe compare("premultiply 8", Noise<UInt16>(n * channels, seed: 9)) { k, to in
      unsafe k.alpha.premultiply(levels.start, to, channels: channels, 0..<n)
    }
    unsafe compare("premultiply 16", Noise<UInt16>(n * channels, seed: 9)) { k, to in
      unsafe k.alpha.premultiply(to, channels: channels, 0..<n)
    }
  }

  @Test(arguments: lengths, [3, 4]) func points(_ n: Int, _ channels: Int) {
    let weights = MixWeights(red: (1.2, -0.3, 0.1), green: (0, 0.9, 0.4), blue: (-0.2, 0.3, 0.7))
    let to8 = { Noise<UInt8>(n * channels, seed: 9) }
    let to16 = { Noise<UInt16>(n * channels, seed: 9) }
    unsafe compare("mix 8", to8()) { k, to in
      unsafe k.point.mix(to, channels: channels, weights, 0..<n)
    }
    unsafe compare("mix 16", to16()) { k, to in
      unsafe k.point.mix(to, channels: channels, weights, 0..<n)
    }
    unsafe compare("saturate 8", to8()) { k, to in
      unsafe k.point.saturate(to, channels: channels, 1.3, 0..<n)
    }
    unsafe compare("saturate 16", to16()) { k, to in
      unsafe k.point.saturate(to, channels: channels, 1.3, 0..<n)
    }
  }

  @Test(arguments: lengths, [1, 3, 8]) func rowFilters(_ n: Int, _ left: Int) {
    let (row, above) = (Noise<UInt8>(n, seed: 1), Noise<UInt8>(n, seed: 2))
    let to = { Noise<UInt8>(n, seed: 9) }
    unsafe compare("sub", to()) { k, to in unsafe k.rowFilter.sub(row.start, left: left, to, n) }
    unsafe compare("up", to()) { k, to in unsafe k.rowFilter.up(row.start, above.start, to, n) }
    unsafe compare("average", to()) { k, to in
      unsafe k.rowFilter.average(row.start, above.start, left: left, to, n)
    }
    unsafe compare("paeth", to()) { k, to in
      unsafe k.rowFilter.paeth(row.start, above.start, left: left, to, n)
    }
    unsafe compare("cost", Noise<Int>(1, seed: 9) { _ in -1 }) { k, to in
      unsafe to[0] = k.rowFilter.cost(row.start, n)
    }
  }

  @Test(arguments: lengths, 1...4) func falloff(_ n: Int, _ channels: Int) {
    let weights = Noise<Float>(n, seed: 4, upTo: 1)
    unsafe compare("scale 8", Noise<UInt8>(n * channels, seed: 9)) { k, to in
      unsafe k.point.scale(to, channels: channels, weights.start, 0..<n)
    }
    unsafe compare("scale 16", Noise<UInt16>(n * channels, seed: 9)) { k, to in
      unsafe k.point.scale(to, channels: channels, weights.start, 0..<n)
    }
    unsafe compare("falloff", Noise<Float>(n, seed: 9, upTo: 1)) { k, to in
      let falloff = Falloff(amount: 0.7, start: 0.3, width: n, height: 31)
      unsafe k.point.falloff(to, falloff, down: 5, 0..<n)
    }
  }
}
