/// The smaller or larger of two samples; `out` may be `a`.
package protocol ExtremeKernels: SendableMetatype {
  @unsafe static func smaller(
    _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, _ out: UnsafeMutablePointer<UInt8>,
    _ count: Int)
  @unsafe static func larger(
    _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, _ out: UnsafeMutablePointer<UInt8>,
    _ count: Int)
  @unsafe static func smaller(
    _ a: UnsafePointer<UInt16>, _ b: UnsafePointer<UInt16>, _ out: UnsafeMutablePointer<UInt16>,
    _ count: Int)
  @unsafe static func larger(
    _ a: UnsafePointer<UInt16>, _ b: UnsafePointer<UInt16>, _ out: UnsafeMutablePointer<UInt16>,
    _ count: Int)
}
