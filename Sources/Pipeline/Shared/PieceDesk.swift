import Pixels

/// The desk where pieces of the encoder's work are done, by as many threads as there are.
final class PieceDesk: Desk {
  private var waiting: [(place: Int, piece: () -> Void)] = []
  private var done: Set<Int> = []
  private var isAtEnd: Bool
  /// Why a piece was given up.
  private(set) var failure: ImageError?

  /// - Parameter comes: whether any pieces will come.
  init(comes: Bool) { isAtEnd = !comes }

  var isDone: Bool { isAtEnd && waiting.isEmpty }

  func take(_ hand: Hand) -> SharedPicture.Task? {
    guard !waiting.isEmpty else { return nil }
    let (place, piece) = waiting.removeFirst()
    return { [self] hand in
      do throws(ImageError) {
        // A piece takes long, and those that wait would still be done after a cancel.
        try hand.worker.checkpoint.poll()
        hand.worker.clock.run(.encode, piece)
        return { [self] in done.insert(place) }
      } catch {
        return { [self] in
          failure = failure ?? error
          done.insert(place)
        }
      }
    }
  }

  func add(_ place: Int, _ piece: @escaping () -> Void) { waiting.append((place, piece)) }

  /// Whether that piece is done; true once.
  func isDone(_ place: Int) -> Bool { done.remove(place) != nil }

  /// No more pieces will come.
  func end() { isAtEnd = true }
}
