import KernelTable
import TestSupport
import Testing
import Vectors

/// Loops beside the plainest way to say what they do, in every build.
@Suite struct KernelTwinTests {
  static let widths = [1, 2, 5, 15, 16, 17, 33, 254]

  @Test(arguments: widths, 1...4) func halves(_ width: Int, _ channels: Int) {
    let count = 2 * width * channels
    let (a, b) = (Noise<UInt8>(count, seed: 1), Noise<UInt8>(count, seed: 2))
    let (c, d) = (Noise<UInt16>(count, seed: 3), Noise<UInt16>(count, seed: 4))
    // All ends of a division by four, and the largest sums.
    for i in 0..<min(count, 8) { unsafe (a.start[i], b.start[i]) = (255, UInt8(255 - i / 2)) }
    for i in 0..<min(count, 8) { unsafe (c.start[i], d.start[i]) = (65_535, UInt16(65_535 - i)) }
    let mean = { (sample: (Int) -> Int, i: Int) -> Int in
      let first = i / channels * 2 * channels + i % channels
      return Int((Double(sample(first) + sample(first + channels)) / 4).rounded(.toNearestOrEven))
    }
    for vectors in Vectors.available {
      let (to8, to16) = (
        Noise<UInt8>(width * channels, seed: 9), Noise<UInt16>(width * channels, seed: 9)
      )
      let behind = unsafe (to8.start[to8.count], to16.start[to16.count])
      unsafe vectors.kernels.halving.halve(
        a.start, b.start, channels: channels, to8.start, width)
      unsafe vectors.kernels.halving.halve(
        c.start, d.start, channels: channels, to16.start, width)
      let all = 0..<width * channels
      let mean8 = all.map { mean({ unsafe Int(a.start[$0]) + Int(b.start[$0]) }, $0) }
      let mean16 = all.map { mean({ unsafe Int(c.start[$0]) + Int(d.start[$0]) }, $0) }
      #expect(to8.elements.map(Int.init) == mean8)
      #expect(to16.elements.map(Int.init) == mean16)
      let after = unsafe (to8.start[to8.count], to16.start[to16.count])
      #expect(after == behind)
    }
  }

  @Test(arguments: widths, [1, 2, 3, 4, 6, 8]) func mirrors(_ width: Int, _ bytes: Int) {
    let row = Noise<UInt8>(width * bytes, seed: 1)
    let mirrored = (0..<width * bytes).map {
      unsafe row.start[(width - 1 - $0 / bytes) * bytes + $0 % bytes]
    }
    for vectors in Vectors.available {
      let out = Noise<UInt8>(width * bytes, seed: 9)
      let behind = unsafe out.start[out.count]
      unsafe vectors.kernels.move.mirror(row.start, pixelBytes: bytes, out.start, width)
      #expect(out.elements == mirrored)
      let after = unsafe out.start[out.count]
      #expect(after == behind)
    }
  }

  @Test(arguments: [1.0, 0.866, -0.5, 1e-9, 3.25]) func placesAreWhereFloorsAre(_ slope: Double) {
    let n = 256
    let line = WarpLine(
      x: 0.5, across: WarpLine.Share(x: slope, row: -1.25, shift: slope < 0 ? 200 : 0.75),
      down: WarpLine.Share(x: 0.25, row: -2, shift: 0.875), half: 0.5, pixelStep: 3, rowStep: 4096,
      first: 4 * 4096 + 12)
    let numbers = Noise<Float>(10 * n, seed: 1, upTo: 1)
    for vectors in Vectors.available {
      let samples = Noise<Int>(n, seed: 2) { _ in 0 }
      let places = unsafe WarpPlaces(
        samples: samples.start, across: numbers.start, down: numbers.start + n,
        weights: numbers.start + 2 * n)
      unsafe vectors.kernels.warp.find(line, places, n)
      let (found, distances) = (samples.elements, numbers.elements)
      for i in 0..<n {
        let x = Double(i) + 0.5
        let u = slope * x + line.across.row + line.across.shift - 0.5
        let v = 0.25 * x - 2 + 0.875 - 0.5
        let (left, top) = (u.rounded(.down), v.rounded(.down))
        #expect(found[i] == (Int(top) + 4) * 4096 + (Int(left) + 4) * 3)
        #expect(distances[i] == Float(u - left))
        #expect(distances[n + i] == Float(v - top))
      }
    }
  }

  @Test(arguments: [1, 7, 8, 9, 100], 1...4) func bicubicMeans(_ n: Int, _ channels: Int) {
    let stride = 64
    let (bytes, words) = (Noise<UInt8>(1024, seed: 1), Noise<UInt16>(1024, seed: 2))
    let samples = Noise<Int>(n, seed: 3) {
      Int($0 % 12 + 1) * stride + Int($0 % 9 + 1) * channels
    }
    let distances = Noise<Float>(2 * n, seed: 4, upTo: 1)
    let weights = Noise<Float>(8 * n, seed: 5, upTo: 1)
    let places = unsafe WarpPlaces(
      samples: samples.start, across: distances.start, down: distances.start + n,
      weights: weights.start)
    let mean = { (sample: (Int) -> Float, i: Int) -> Float in
      let columns = unsafe Self.cubic(distances.start[i])
      let rows = unsafe Self.cubic(distances.start[n + i])
      let means = (0..<4).map { row -> Float in
        let pixels = (0..<4).map { sample((row - 1) * stride + ($0 - 1) * channels) * columns[$0] }
        return ((pixels[0] + pixels[1]) + (pixels[2] + pixels[3])) * rows[row]
      }
      return (means[0] + means[1] + means[2] + means[3]).rounded(.toNearestOrEven)
    }
    for vectors in Vectors.available {
      let (to8, to16) = (
        Noise<UInt8>(n * channels, seed: 9), Noise<UInt16>(n * channels, seed: 9)
      )
      let behind = unsafe (to8.start[to8.count], to16.start[to16.count])
      unsafe vectors.kernels.warp.bicubic(
        bytes.start, stride: stride, channels: channels, places, to8.start, n)
      unsafe vectors.kernels.warp.bicubic(
        words.start, stride: stride, channels: channels, places, to16.start, n)
      let (found8, found16, firsts) = (to8.elements, to16.elements, samples.elements)
      for i in 0..<n * channels {
        let first = firsts[i / channels] + i % channels
        let exact8 = mean({ unsafe Float(bytes.start[first + $0]) }, i / channels)
        let exact16 = mean({ unsafe Float(words.start[first + $0]) }, i / channels)
        #expect(found8[i] == UInt8(min(max(exact8, 0), 255)))
        #expect(found16[i] == UInt16(min(max(exact16, 0), 65_535)))
      }
      let after = unsafe (to8.start[to8.count], to16.start[to16.count])
      #expect(after == behind)
    }
    withExtendedLifetime((bytes, words, samples, distances, weights)) {}
  }

  private static func cubic(_ t: Float) -> [Float] {
    let (t2, t3) = (t * t, t * t * t)
    return [
      (2 * t2 - t3 - t) / 2, (3 * t3 - 5 * t2 + 2) / 2, (4 * t2 - 3 * t3 + t) / 2, (t3 - t2) / 2,
    ]
  }
}
