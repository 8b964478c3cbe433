import Pixels

/// Rows worked out by a closure, one at a time: the source that a window filter yields.
///
/// A closure and not a generic class, because the compiler specialises the closure for the
/// arithmetic it uses, while a generic class's methods stay generic behind the protocol.
final class ComputedRows: RowSource {
  let shape: ImageShape
  private let compute: (MutableRow) throws(ImageError) -> Void

  init(_ shape: ImageShape, compute: @escaping (MutableRow) throws(ImageError) -> Void) {
    self.shape = shape
    self.compute = compute
  }

  func read(into row: MutableRow) throws(ImageError) { try compute(row) }
}
