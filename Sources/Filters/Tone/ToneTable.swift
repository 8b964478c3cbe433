import KernelTable
import Pixels
import Vectors

/// A tone curve worked out for every value a sample can have: 256 or 65,536 entries. Three of them,
/// one after the other, where each channel has its own.
///
/// Of 256 entries those that arithmetic gives are computed, which is quicker than looking up.
enum ToneTable {
  case eight([UInt8])
  case sixteen([UInt16])
  case computed(ByteFormula)

  /// Memory a table takes.
  static func bytes(_ depth: SampleDepth) -> Int { (depth.maximum + 1) * depth.bytes }

  init(
    of curve: some ToneCurve, _ depth: SampleDepth, _ checkpoint: Checkpoint
  ) throws(ImageError) {
    switch depth {
    case .eight: try self.init(eight: Self.entries(of: curve, checkpoint), checkpoint)
    case .sixteen: self = .sixteen(try Self.entries(of: curve, checkpoint))
    }
  }

  /// Curves that were worked out already, one for all channels or one for each.
  init(_ curves: [[UInt8]], _ checkpoint: Checkpoint) throws(ImageError) {
    try self.init(eight: Self.joined(curves), checkpoint)
  }
  init(_ curves: [[UInt16]]) { self = .sixteen(Self.joined(curves)) }

  /// What is looked up relies on there being an entry for every value.
  private static func joined<S: Sample>(_ curves: [[S]]) -> [S] {
    precondition(curves.count == 1 || curves.count == 3, "a curve for all channels, or for each")
    precondition(curves.allSatisfy { $0.count == Int(S.max) + 1 }, "an entry for every value")
    return curves.flatMap { $0 }
  }

  private init(eight entries: [UInt8], _ checkpoint: Checkpoint) throws(ImageError) {
    self = try ByteFormula(of: entries, checkpoint).map { .computed($0) } ?? .eight(entries)
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
    let loops = Vectors.chosen.kernels.lookup
    let (first, count) = (pixels.lowerBound * model.channels, pixels.count * model.channels)
    switch self {
    case .eight(let entries):
      precondition(first + count <= row.byteCount, "beyond the row")
      // Safe, as below: just looked at, and there is an entry for every value.
      unsafe entries.withUnsafeBufferPointer { tables in
        guard let start = tables.baseAddress else { return }
        unsafe loops.lookUp(
          row.base.assumingMemoryBound(to: UInt8.self) + first, channels: model.channels, start,
          step: entries.count > 256 ? 256 : 0, count)
      }
    case .sixteen(let entries):
      precondition(2 * (first + count) <= row.byteCount, "beyond the row")
      unsafe entries.withUnsafeBufferPointer { tables in
        guard let start = tables.baseAddress else { return }
        unsafe loops.lookUp(
          row.base.assumingMemoryBound(to: UInt16.self) + first, channels: model.channels, start,
          step: entries.count > 65_536 ? 65_536 : 0, count)
      }
    case .computed(let formula): formula.apply(to: row, pixels: pixels, model)
    }
  }
}
