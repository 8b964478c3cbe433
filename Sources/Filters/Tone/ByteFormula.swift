import KernelTable
import Pixels
import Vectors

/// Arithmetic that gives each of a tone curve's 256 entries.
package enum ByteFormula: Sendable {
  case shift(ByteShift)
  case step(ByteStep)
  case line(ByteLine)

  /// The quickest kind that gives all entries exactly; nil where none is known to, and where there
  /// is more than one curve.
  package init?(of entries: [UInt8], _ checkpoint: Checkpoint) throws(ImageError) {
    guard entries.count == 256 else { return nil }
    if let shift = ByteShift(of: entries), ByteFormula.shift(shift).entries == entries {
      self = .shift(shift)
      return
    }
    let step = ByteFormula.step(ByteStep(of: entries))
    if step.entries == entries {
      self = step
      return
    }
    guard let line = try ByteLine(of: entries, checkpoint),
      ByteFormula.line(line).entries == entries
    else { return nil }
    self = .line(line)
  }

  /// What the loops make of all bytes.
  private var entries: [UInt8] {
    var entries: [UInt8] = Array(0...255)
    unsafe entries.withUnsafeMutableBufferPointer { entries in
      guard let first = entries.baseAddress else { return }
      // Safe: that many there are.
      unsafe apply(to: first, channels: 1, entries.count)
    }
    return entries
  }

  /// Changes the colour samples of some pixels of a row of bytes.
  package func apply(to row: MutableRow, pixels: Range<Int>, _ model: ColorModel) {
    precondition(pixels.upperBound * model.channels <= row.byteCount, "beyond the row")
    // Safe: just looked at.
    let first = unsafe row.base.assumingMemoryBound(to: UInt8.self)
    unsafe apply(
      to: first + pixels.lowerBound * model.channels, channels: model.channels,
      pixels.count * model.channels)
  }

  @unsafe
  private func apply(to samples: UnsafeMutablePointer<UInt8>, channels: Int, _ count: Int) {
    let loops = Vectors.chosen.kernels.curve
    switch self {
    case .shift(let shift): unsafe loops.shift(samples, channels: channels, shift, count)
    case .step(let step): unsafe loops.step(samples, channels: channels, step, count)
    case .line(let line): unsafe loops.line(samples, channels: channels, line, count)
    }
  }
}

// What each kind would have to be. Whether it is, the entries decide.

extension ByteShift {
  /// Tones between the darkest and the lightest say what is added.
  fileprivate init?(of entries: [UInt8]) {
    guard let low = entries.min(), let high = entries.max(),
      let inside = entries.indices.first(where: { low < entries[$0] && entries[$0] < high })
    else { return nil }
    let flip: UInt8 = entries[0] > entries[255] ? 255 : 0
    let offset = Int(entries[inside]) - Int(UInt8(inside) ^ flip)
    self.init(
      flip: flip, low: UInt8(clamping: Int(low) - offset),
      high: UInt8(clamping: Int(high) - offset), offset: UInt8(truncatingIfNeeded: offset))
  }
}

extension ByteStep {
  /// A curve that is the same everywhere has its step at black.
  fileprivate init(of entries: [UInt8]) {
    let level = entries.firstIndex { $0 != entries[0] } ?? 0
    self.init(level: UInt8(level), below: entries[0], from: entries[level])
  }
}

extension ByteLine {
  /// A line passes each entry within half a level, and beyond it where the entry is the darkest or
  /// the lightest. For a slope that leaves a range of starts, and the slope with the widest one is
  /// found by halving: the range shrinks faster the farther the slope is from that one. So it is
  /// soon known if there is no range for any slope.
  fileprivate init?(of entries: [UInt8], _ checkpoint: Checkpoint) throws(ImageError) {
    guard let low = entries.min(), let high = entries.max(), low < high else { return nil }
    var slopes = (-256.0, 256.0)
    var best = (width: 0.0, slope: 0.0, start: 0.0)
    for _ in 0..<32 {
      let slope = (slopes.0 + slopes.1) / 2
      var atLeast = (start: -Double.infinity, x: 0)
      var atMost = (start: Double.infinity, x: 0)
      for (x, tone) in entries.enumerated() {
        let start = Double(tone) - slope * Double(x)
        if tone > low, start - 0.5 > atLeast.start { atLeast = (start - 0.5, x) }
        if tone < high, start + 0.5 < atMost.start { atMost = (start + 0.5, x) }
      }
      let width = atMost.start - atLeast.start
      if width > best.width { best = (width, slope, (atMost.start + atLeast.start) / 2) }
      if atLeast.x < atMost.x { slopes.1 = slope } else { slopes.0 = slope }
      let gain = Double(abs(atMost.x - atLeast.x)) * (slopes.1 - slopes.0)
      if width + gain <= 0 { return nil }
      try checkpoint.poll()
    }
    guard best.width > 0 else { return nil }
    self.init(
      slope: Float(best.slope), start: Float(best.start), low: Float(low), high: Float(high))
  }
}
