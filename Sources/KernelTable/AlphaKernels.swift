/// Pre-multiplication; 2 or 4 channels, the last of which is alpha.
package protocol AlphaKernels: SendableMetatype {
  /// 8-bit samples to pre-multiplied 16-bit ones.
  @unsafe static func premultiply(
    _ from: UnsafePointer<UInt8>, _ to: UnsafeMutablePointer<UInt16>, channels: Int,
    _ pixels: Range<Int>)
  /// 16-bit samples in place.
  @unsafe static func premultiply(
    _ samples: UnsafeMutablePointer<UInt16>, channels: Int, _ pixels: Range<Int>)
}

public enum AlphaProduct {
  /// `round(v · a / 65535)` for 16-bit values, exactly, without a division.
  @inlinable
  @inline(__always)
  public static func of(_ v: UInt16, _ a: UInt16) -> UInt16 {
    let t = UInt32(v) &* UInt32(a) &+ 0x8000
    return UInt16(truncatingIfNeeded: (t &+ (t >> 16)) >> 16)
  }
}
