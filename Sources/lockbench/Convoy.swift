import Execution
import Platform
import Synchronization

/// What a thread that waits for I/O suffers beside K computing threads. Its partner is a thread
/// that never takes the lock.
enum Convoy {
  /// How late the thread computes again after data came, in milliseconds, sorted.
  ///
  /// The partner stamps the clock and sends; it hears of the answer through memory, so that every
  /// sample holds one drop and one take. It pauses 1 to 11 ms at random: no phase locks.
  static func lateness(
    computing count: Int, interval: UInt64, samples: Int, seconds: Double
  ) -> [Double] {
    let box = Box()
    beside(computing: count, interval: interval) { lock, seat, board, pair in
      let partner = try! Thread(name: "partner") {
        var random = SystemRandomNumberGenerator()
        let until = Clock.wall() + UInt64(seconds * 1e9)
        for number in 1...samples where Clock.wall() < until {
          pause(UInt64.random(in: 1_000_000...11_000_000, using: &random))
          send(pair.partner, Clock.wall())
          while board.answered.load(ordering: .acquiring) != number { pause(2_000_000) }
        }
        hangUp(pair.partner)
      }
      while let stamp = lock.blocking(seat, { receive(pair.own) }) {
        box.values.append(Double(Clock.wall() - stamp) / 1e6)
        board.answered.store(box.values.count, ordering: .releasing)
      }
      partner.join()
    }
    return box.values.sorted()
  }

  /// Requests answered a second, each with a receive and a send that release the lock.
  static func pairs(computing count: Int, interval: UInt64, seconds: Double) -> Double {
    let box = Box()
    beside(computing: count, interval: interval) { lock, seat, _, pair in
      let partner = try! Thread(name: "partner") {
        let until = Clock.wall() + UInt64(seconds * 1e9)
        while Clock.wall() < until {
          send(pair.partner, 0)
          _ = receive(pair.partner)
        }
        hangUp(pair.partner)
      }
      let begun = Clock.wall()
      var answered = 0
      while let request = lock.blocking(seat, { receive(pair.own) }) {
        lock.blocking(seat) { send(pair.own, request) }
        answered += 1
      }
      box.values = [Double(answered) / (Double(Clock.wall() - begun) / 1e9)]
      partner.join()
    }
    return box.values[0]
  }

  private final class Box: @unchecked Sendable {
    var values: [Double] = []
  }

  private static func beside(
    computing count: Int, interval: UInt64,
    _ body: @escaping @Sendable (InterpreterLock, LockSeat, Board, SocketPair) -> Void
  ) {
    let lock = InterpreterLock(switchInterval: interval)
    let board = Board()
    let burners = (0..<count).map { index in
      try! Thread(name: "compute") {
        Computing().run(.loop(steps: Computing.fine), under: lock, as: index, owner: board.owner) {
          !board.stop.load(ordering: .relaxed)
        }
      }
    }
    let own = try! Thread(name: "io") {
      let seat = LockSeat()
      lock.take(seat)
      body(lock, seat, board, SocketPair())
      board.stop.store(true, ordering: .relaxed)
      lock.drop(seat)
    }
    own.join()
    for burner in burners { burner.join() }
  }
}
