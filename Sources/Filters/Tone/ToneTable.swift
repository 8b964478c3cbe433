import Pixels

/// A tone curve worked out for every value a sample can have: 256 or 65,536 entries.
enum ToneTable {
  case eight([UInt8])
  case sixteen([UInt16])

  /// Memory a table takes.
  static func bytes(_ depth: SampleDepth) -> Int { (depth.maximum + 1) * depth.bytes }

  init(
    of curve: some ToneCurve, _ depth: SampleDepth, _ checkpoint: Checkpoint
  ) throws(ImageError) {
    switch depth {
    case .eight: self = .eight(try Self.entries(of: curve, checkpoint))
    case .sixteen: self = .sixteen(try Self.entries(of: curve, checkpoint))
    }
  }

  /// A table that was worked out already; nil for samples of no known depth.
  init?<S: Sample>(_ entries: [S]) {
    if let entries = entries as? [UInt8] {
      self = .eight(entries)
    } else if let entries = entries as? [UInt16] {
      self = .sixteen(entries)
    } else {
      return nil
    }
  }

  private static func entries<S: Sample>(
    of curve: some ToneCurve, _ checkpoint: Checkpoint
  ) throws(ImageError) -> [S] {
    let maximum = Double(S.max)
    var entries: [S] = []
    entries.reserveCapacity(Int(S.max) + 1)
    // A power costs some 20 ns, so a whole 16-bit table would be far too long between two polls.
    try checkpoint.paced(Int(S.max) + 1, stretch: 512) { samples throws(ImageError) in
      for sample in samples {
        let value = min(max(curve.value(of: Double(sample) / maximum), 0), 1)
        entries.append(S((value * maximum).rounded()))
      }
    }
    return entries
  }

  /// Replaces the colour samples of some pixels of a row.
  func apply(to row: MutableRow, pixels: Range<Int>, _ model: ColorModel) {
    switch self {
    case .eight(let entries):
      row.with(UInt8.self) { replace(&$0, by: entries.span, pixels, model) }
    case .sixteen(let entries):
      row.with(UInt16.self) { replace(&$0, by: entries.span, pixels, model) }
    }
  }
}

@inline(__always)
private func replace<S: Sample>(
  _ samples: inout MutableSpan<S>, by entries: Span<S>, _ pixels: Range<Int>, _ model: ColorModel
) {
  let channels = model.channels
  let first = pixels.lowerBound * channels
  let end = pixels.upperBound * channels
  guard model.hasAlpha else {
    for i in first..<end { samples[i] = entries[Int(samples[i])] }
    return
  }
  for pixel in stride(from: first, to: end, by: channels) {
    for i in pixel..<pixel + channels - 1 { samples[i] = entries[Int(samples[i])] }
  }
}
