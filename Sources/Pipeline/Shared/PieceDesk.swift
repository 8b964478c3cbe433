/// The desk where pieces of the encoder's work are done, by as many threads as there are.
final class PieceDesk: Desk {
  private var waiting: [(place: Int, piece: () -> Void)] = []
  private var done: Set<Int> = []
  private var isAtEnd: Bool

  /// - Parameter comes: whether any pieces will come.
  init(comes: Bool) { isAtEnd = !comes }

  var isDone: Bool { isAtEnd && waiting.isEmpty }

  func take(_ hand: Hand) -> SharedPicture.Task? {
    guard !waiting.isEmpty else { return nil }
    let (place, piece) = waiting.removeFirst()
    return { [self] hand in
      hand.worker.clock.run(.encode, piece)
      return { [self] in done.insert(place) }
    }
  }

  func add(_ place: Int, _ piece: @escaping () -> Void) { waiting.append((place, piece)) }

  /// Whether that piece is done; true once.
  func isDone(_ place: Int) -> Bool { done.remove(place) != nil }

  /// No more pieces will come.
  func end() { isAtEnd = true }
}
