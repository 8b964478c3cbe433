import KernelTable
import Testing
import Vectors

// Loops of tones, beside plain ones that count in integers.
extension KernelTests {
  /// By Rec. 709's weights for three channels, by Rec. 601's for four.
  @Test(arguments: lengths, [3, 4]) func luma(_ n: Int, _ channels: Int) {
    let weights =
      channels == 3
      ? LumaWeights(red: 13_933, green: 46_871, blue: 4_732)
      : LumaWeights(red: 19_595, green: 38_470, blue: 7_471)
    let (from8, from16) = (
      Noise<UInt8>(n * channels, seed: 1), Noise<UInt16>(n * channels, seed: 2)
    )
    let luma = { (r: Int, g: Int, b: Int) in
      (Int(weights.red) * r + Int(weights.green) * g + Int(weights.blue) * b + 32_768) / 65_536
    }
    unsafe compare("luma 8", Noise<UInt8>(n, seed: 9)) { k, to in
      unsafe k.luma.luma(from8.start, channels: channels, weights, to, n)
      let isRight = (0..<n).allSatisfy {
        let at = unsafe from8.start + channels * $0
        return unsafe Int(to[$0]) == luma(Int(at[0]), Int(at[1]), Int(at[2]))
      }
      #expect(isRight)
    }
    unsafe compare("luma 16", Noise<UInt16>(n, seed: 9)) { k, to in
      unsafe k.luma.luma(from16.start, channels: channels, weights, to, n)
      let isRight = (0..<n).allSatisfy {
        let at = unsafe from16.start + channels * $0
        return unsafe Int(to[$0]) == luma(Int(at[0]), Int(at[1]), Int(at[2]))
      }
      #expect(isRight)
    }
  }

  @Test(arguments: lengths, 1...4) func counts(_ n: Int, _ tables: Int) {
    // Neighbours are often the same.
    let bytes = Noise<UInt8>(n, seed: 1) { UInt8($0 % 7) }
    let words = Noise<UInt16>(n, seed: 2) { UInt16($0 % 5) * 16_000 }
    unsafe compare("counts 8", Noise<Int>(256 * CountTables.eight, seed: 9) { _ in 3 }) { k, to in
      unsafe k.luma.count(bytes.start, to, n)
      for i in 0..<n { unsafe to[i % CountTables.eight * 256 + Int(bytes.start[i])] -= 1 }
      let isRight = (0..<256 * CountTables.eight).allSatisfy { unsafe to[$0] == 3 }
      #expect(isRight)
      // All builds were right, and `compare` wants to see something else than was there.
      unsafe to[0] = n
      for i in 1..<256 { unsafe to[i] = i }
    }
    unsafe compare("counts 16", Noise<Int>(65_536 * tables, seed: 9) { _ in 3 }) { k, to in
      unsafe k.luma.count(words.start, to, tables: tables, n)
      for i in 0..<n { unsafe to[i % tables * 65_536 + Int(words.start[i])] -= 1 }
      let isRight = (0..<65_536 * tables).allSatisfy { unsafe to[$0] == 3 }
      #expect(isRight)
      unsafe to[0] = n
    }
  }

  @Test(arguments: lengths, 1...4) func curves(_ n: Int, _ channels: Int) {
    let count = n * channels
    let from = Noise<UInt8>(count, seed: 9)
    let shift = ByteShift(flip: 255, low: 30, high: 240, offset: 251)
    let step = ByteStep(level: 90, below: 7, from: 201)
    // Quarters of a level, so that there are halves.
    let line = ByteLine(slope: 1.25, start: -10.25, low: 20, high: 200)
    let isKept = { (i: Int) in channels % 2 == 0 && i % channels == channels - 1 }
    let isRight = { (to: UnsafeMutablePointer<UInt8>, curve: (Int) -> Int) in
      (0..<count).allSatisfy {
        let sample = unsafe Int(from.start[$0])
        return unsafe Int(to[$0]) == (isKept($0) ? sample : curve(sample))
      }
    }
    unsafe compare("shift", Noise<UInt8>(count, seed: 9)) { k, to in
      unsafe k.curve.shift(to, channels: channels, shift, count)
      let holds = unsafe isRight(to) { min(max(255 - $0, 30), 240) - 5 }
      #expect(holds)
    }
    unsafe compare("step", Noise<UInt8>(count, seed: 9)) { k, to in
      unsafe k.curve.step(to, channels: channels, step, count)
      let holds = unsafe isRight(to) { $0 < 90 ? 7 : 201 }
      #expect(holds)
    }
    unsafe compare("line", Noise<UInt8>(count, seed: 9)) { k, to in
      unsafe k.curve.line(to, channels: channels, line, count)
      let holds = unsafe isRight(to) { wholes(ofQuarters: min(max(5 * $0 - 41, 80), 800)) }
      #expect(holds)
    }
  }

  @Test(arguments: lengths, 1...4) func lookups(_ n: Int, _ channels: Int) {
    let count = n * channels
    let (from8, from16) = (Noise<UInt8>(count, seed: 9), Noise<UInt16>(count, seed: 9))
    let tables8 = Noise<UInt8>(3 * 256, seed: 1)
    let tables16 = Noise<UInt16>(3 * 65_536, seed: 2)
    let isKept = { (i: Int) in channels % 2 == 0 && i % channels == channels - 1 }
    for each in [0, 1] {
      unsafe compare("lookup 8", Noise<UInt8>(count, seed: 9)) { k, to in
        unsafe k.lookup.lookUp(
          to, channels: channels, tables8.start, step: 256 * each, count)
        let isRight = (0..<count).allSatisfy {
          let sample = unsafe from8.start[$0]
          let entry = unsafe tables8.start[256 * each * ($0 % channels % 3) + Int(sample)]
          return unsafe to[$0] == (isKept($0) ? sample : entry)
        }
        #expect(isRight)
      }
      unsafe compare("lookup 16", Noise<UInt16>(count, seed: 9)) { k, to in
        unsafe k.lookup.lookUp(
          to, channels: channels, tables16.start, step: 65_536 * each, count)
        let isRight = (0..<count).allSatisfy {
          let sample = unsafe from16.start[$0]
          let entry = unsafe tables16.start[65_536 * each * ($0 % channels % 3) + Int(sample)]
          return unsafe to[$0] == (isKept($0) ? sample : entry)
        }
        #expect(isRight)
      }
    }
  }

  @Test(arguments: lengths) func localCurves(_ n: Int) {
    let (bytes, words) = (Noise<UInt8>(n, seed: 1), Noise<UInt16>(n, seed: 2))
    let curves8 = Noise<UInt32>(256, seed: 3) { UInt32(truncatingIfNeeded: $0) }
    let curves16 = Noise<UInt16>(65_536 + 3, seed: 4)
    // Sixteenths, so that every order of the sums gives the same.
    let across = Noise<Float>(n, seed: 5) { Float($0 % 17) / 16 }
    let change = { (tone: Int, corners: [Int], across: Float) in
      let right = Int(across * 16)
      let upper = corners[0] * (16 - right) + corners[1] * right
      let lower = corners[2] * (16 - right) + corners[3] * right
      return Float(upper * 11 + lower * 5 - tone * 256) / 256
    }
    unsafe compare("change 8", Noise<Float>(n, seed: 9, upTo: 1)) { k, to in
      unsafe k.localCurve.change(
        bytes.start, curves8.start, across: across.start, down: 5.0 / 16, to, n)
      let isRight = (0..<n).allSatisfy {
        let tone = unsafe Int(bytes.start[$0])
        let word = unsafe Int(curves8.start[tone])
        let corners = [word & 255, word >> 8 & 255, word >> 16 & 255, word >> 24]
        return unsafe to[$0] == change(tone, corners, across.start[$0])
      }
      #expect(isRight)
    }
    let first = unsafe UnsafePointer(curves16.start)
    let corners = unsafe CurveCorners(above: (first, first + 1), below: (first + 2, first + 3))
    unsafe compare("change 16", Noise<Float>(n, seed: 9, upTo: 1)) { k, to in
      unsafe k.localCurve.change(
        words.start, corners, across: across.start, down: 5.0 / 16, to, n)
      let isRight = (0..<n).allSatisfy {
        let tone = unsafe Int(words.start[$0])
        let entries = (0..<4).map { unsafe Int(first[tone + $0]) }
        return unsafe to[$0] == change(tone, entries, across.start[$0])
      }
      #expect(isRight)
    }
    withExtendedLifetime(curves16) {}
  }

  @Test(arguments: lengths, 1...4) func changes(_ n: Int, _ channels: Int) {
    let count = n * channels
    let (from8, from16) = (Noise<UInt8>(count, seed: 9), Noise<UInt16>(count, seed: 9))
    let quarters = Noise<Int>(n, seed: 1) { Int($0 % 2401) - 1200 }
    let changes = Noise<Float>(n, seed: 1) { Float(Int($0 % 2401) - 1200) / 4 }
    let sum = { (sample: Int, i: Int, maximum: Int) in
      if channels % 2 == 0 && i % channels == channels - 1 { return sample }
      let changed = unsafe 4 * sample + quarters.start[i / channels]
      return wholes(ofQuarters: min(max(changed, 0), 4 * maximum))
    }
    unsafe compare("add 8", Noise<UInt8>(count, seed: 9)) { k, to in
      unsafe k.localCurve.add(changes.start, to, channels: channels, n)
      let isRight = (0..<count).allSatisfy {
        unsafe Int(to[$0]) == sum(Int(from8.start[$0]), $0, 255)
      }
      #expect(isRight)
    }
    unsafe compare("add 16", Noise<UInt16>(count, seed: 9)) { k, to in
      unsafe k.localCurve.add(changes.start, to, channels: channels, n)
      let isRight = (0..<count).allSatisfy {
        unsafe Int(to[$0]) == sum(Int(from16.start[$0]), $0, 65_535)
      }
      #expect(isRight)
    }
  }
}

/// The nearest whole number, halves to the even one.
private func wholes(ofQuarters quarters: Int) -> Int {
  let whole = quarters >> 2
  return switch quarters & 3 {
  case 2: whole + (whole & 1)
  case 3: whole + 1
  default: whole
  }
}
