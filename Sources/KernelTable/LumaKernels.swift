/// Luma, and how often each value occurs: what histograms and curves for all channels start from.
package protocol LumaKernels: SendableMetatype {
  /// Luma of `n` pixels of 3 or 4 channels, red, green and blue first, rounded to nearest.
  @unsafe static func luma(
    _ from: UnsafePointer<UInt8>, channels: Int, _ weights: LumaWeights,
    _ to: UnsafeMutablePointer<UInt8>, _ n: Int)
  @unsafe static func luma(
    _ from: UnsafePointer<UInt16>, channels: Int, _ weights: LumaWeights,
    _ to: UnsafeMutablePointer<UInt16>, _ n: Int)

  /// Adds one for each of `n` samples: sample i to table i mod `CountTables.eight`, where 256
  /// counts belong to each table.
  @unsafe static func count(
    _ samples: UnsafePointer<UInt8>, _ counts: UnsafeMutablePointer<Int>, _ n: Int)
  /// Sample i to table i mod `tables`, 1 to 4, where 65,536 counts belong to each table.
  @unsafe static func count(
    _ samples: UnsafePointer<UInt16>, _ counts: UnsafeMutablePointer<Int>, tables: Int, _ n: Int)
}

/// What red, green and blue add to luma, in 65,536ths that are that many together. Green adds the
/// most: loops rely on its being between a half and one and a half, and the others' below a half.
package struct LumaWeights: Sendable {
  package let red, green, blue: UInt32

  package init(red: UInt32, green: UInt32, blue: UInt32) {
    precondition(
      max(red, blue) < 32_768 && (32_768..<98_304).contains(green), "green must add the most")
    self.red = red
    self.green = green
    self.blue = blue
  }
}

public enum CountTables {
  /// Tables for samples of 8 bits. A count that was just written cannot be read for some cycles,
  /// and neighbours are often equal; so each adds to a table of its own. All numbers of channels
  /// divide twelve.
  @inlinable
  @inline(__always)
  public static var eight: Int { 12 }
}
