import Pixels

/// Who does the pieces of an encoder's work that do not depend on each other: perhaps several
/// threads.
///
/// All calls come from the encoder's own thread.
package protocol PieceWork: AnyObject {
  /// How many pieces may be under way at a time, at least 1.
  var breadth: Int { get }

  /// Has a piece done, now or later. There is no other under way in this place, of those from 0 to
  /// `breadth` - 1.
  func begin(in place: Int, _ piece: @escaping () -> Void)

  /// Returns when the piece in this place is done.
  ///
  /// - Throws: `ImageError.interrupted`, or what else it was given up for.
  func finish(in place: Int) throws(ImageError)
}

/// Does each piece at once, on the encoder's thread.
package final class OneByOne: PieceWork {
  package init() {}
  package var breadth: Int { 1 }
  package func begin(in place: Int, _ piece: @escaping () -> Void) { piece() }
  package func finish(in place: Int) {}
}
