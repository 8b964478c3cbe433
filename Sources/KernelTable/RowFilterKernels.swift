/// PNG's filters: what is taken from each byte before it is compressed, and what that costs.
///
/// `left` bytes before a row and the one above it there are as many zero bytes.
package protocol RowFilterKernels: SendableMetatype {
  @unsafe static func sub(
    _ row: UnsafePointer<UInt8>, left: Int, _ result: UnsafeMutablePointer<UInt8>, _ count: Int)
  @unsafe static func up(
    _ row: UnsafePointer<UInt8>, _ above: UnsafePointer<UInt8>,
    _ result: UnsafeMutablePointer<UInt8>, _ count: Int)
  @unsafe static func average(
    _ row: UnsafePointer<UInt8>, _ above: UnsafePointer<UInt8>, left: Int,
    _ result: UnsafeMutablePointer<UInt8>, _ count: Int)
  @unsafe static func paeth(
    _ row: UnsafePointer<UInt8>, _ above: UnsafePointer<UInt8>, left: Int,
    _ result: UnsafeMutablePointer<UInt8>, _ count: Int)
  /// Sum of the bytes' distances from 0, read as signed.
  @unsafe static func cost(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int
}
