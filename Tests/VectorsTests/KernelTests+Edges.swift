import KernelTable
import TestSupport
import Testing
import Vectors

/// Sobel's gradients, and what a high pass leaves.
extension KernelTests {
  @Test(arguments: lengths, 1...4) func lengthsOfGradients(_ n: Int, _ channels: Int) {
    let bytes = (0..<3).map { Noise<UInt8>(n, seed: UInt64($0)) }
    let words = (0..<3).map { Noise<UInt16>(n, seed: UInt64($0)) }
    let to8 = { Noise<UInt8>(n, seed: 9) }
    let to16 = { Noise<UInt16>(n, seed: 9) }
    unsafe compare("gradient 8", to8()) { k, to in
      unsafe k.edge.gradientLength(
        to, bytes[0].start, bytes[1].start, bytes[2].start, n, channels, 0.3)
    }
    unsafe compare("gradient 16", to16()) { k, to in
      unsafe k.edge.gradientLength(
        to, words[0].start, words[1].start, words[2].start, n, channels, 0.3)
    }
  }

  /// Three rows' gradients, and which of them are peaks.
  @Test(arguments: lengths, 1...2) func peaks(_ n: Int, _ channels: Int) {
    let pixels = max(n / channels, 1)
    let bytes = (0..<5).map { Noise<UInt8>(n, seed: UInt64($0)) }
    let words = (0..<5).map { Noise<UInt16>(n, seed: UInt64($0)) }
    let marks = { Noise<UInt8>(pixels, seed: 9) }
    unsafe compare("peaks 8", marks()) { k, to in
      let numbers = (0..<9).map { _ in Noise<Int32>(pixels, seed: 8) { _ in 0 } }
      let rows = unsafe gradients(numbers)
      for y in 0..<3 {
        unsafe k.edge.gradients(
          rows[y], bytes[y].start, bytes[y + 1].start, bytes[y + 2].start, pixels, channels)
      }
      unsafe k.edge.peaks(to, rows[0], rows[1], rows[2], pixels, low: 5_000, high: 100_000)
      withExtendedLifetime(numbers) {}
    }
    unsafe compare("peaks 16", marks()) { k, to in
      let numbers = (0..<9).map { _ in Noise<Int64>(pixels, seed: 8) { _ in 0 } }
      let rows = unsafe gradients(numbers)
      for y in 0..<3 {
        unsafe k.edge.gradients(
          rows[y], words[y].start, words[y + 1].start, words[y + 2].start, pixels, channels)
      }
      unsafe k.edge.peaks(
        to, rows[0], rows[1], rows[2], pixels, low: 300_000_000, high: 6_000_000_000)
      withExtendedLifetime(numbers) {}
    }
  }

  /// Room for three rows', in nine rows of numbers.
  @unsafe
  private func gradients<Number>(_ numbers: [Noise<Number>]) -> [Gradients<Number>] {
    (0..<3).map { y in
      unsafe Gradients(
        across: numbers[y].start, down: numbers[y + 3].start, squares: numbers[y + 6].start)
    }
  }

  @Test(arguments: lengths, 1...4) func detail(_ n: Int, _ channels: Int) {
    let (levels8, levels16) = (Noise<UInt8>(n, seed: 1), Noise<UInt16>(n, seed: 2))
    let (low8, low16) = (
      Noise<Float>(n, seed: 4, upTo: 255), Noise<Float>(n, seed: 4, upTo: 65_535)
    )
    let pixels = n / channels
    unsafe compare("detail 8", Noise<UInt8>(n, seed: 9)) { k, to in
      unsafe k.blur.detail(
        levels8.start, low8.start, to, pixels, channels: channels, amount: 0.7)
    }
    unsafe compare("detail 16", Noise<UInt16>(n, seed: 9)) { k, to in
      unsafe k.blur.detail(
        levels16.start, low16.start, to, pixels, channels: channels, amount: 0.7)
    }
  }
}
