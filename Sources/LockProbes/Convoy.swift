import Execution
import Platform
import Synchronization
import SystemPackage

/// What a thread that waits for I/O suffers beside K computing threads. Its partner is a thread
/// that never takes the lock.
package enum Convoy {
  /// How late the thread computes again after data came, in milliseconds, sorted.
  ///
  /// The partner stamps the clock and sends; it hears of the answer through memory, so that every
  /// sample holds one drop and one take. It pauses 1 to 11 ms at random: no phase locks.
  ///
  /// - Parameter seconds: after which no further sample is begun.
  package static func lateness(
    computing count: Int, under lock: any GlobalLocking, samples: Int, seconds: Double
  ) throws(Errno) -> [Double] {
    let box = Box()
    try beside(computing: count, under: lock) { board, pair in
      var random = SystemRandomNumberGenerator()
      let until = Clock.wall() + UInt64(seconds * 1e9)
      for number in 1...samples {
        pause(UInt64.random(in: 1_000_000...11_000_000, using: &random))
        if Clock.wall() >= until { break }
        send(pair.partner, Clock.wall())
        while board.answered.load(ordering: .acquiring) != number { pause(2_000_000) }
      }
    } waiting: { seat, board, pair in
      while let stamp = lock.blocking(seat, { receive(pair.own) }) {
        box.values.append(Double(Clock.wall() - stamp) / 1e6)
        board.answered.store(box.values.count, ordering: .releasing)
      }
    }
    return box.values.sorted()
  }

  /// Requests answered a second, each with a receive and a send that release the lock.
  package static func pairs(
    computing count: Int, under lock: any GlobalLocking, seconds: Double
  ) throws(Errno) -> Double {
    let box = Box()
    try beside(computing: count, under: lock) { _, pair in
      let until = Clock.wall() + UInt64(seconds * 1e9)
      while Clock.wall() < until {
        send(pair.partner, 0)
        _ = receive(pair.partner)
      }
    } waiting: { seat, _, pair in
      let begun = Clock.wall()
      var answered = 0
      while let request = lock.blocking(seat, { receive(pair.own) }) {
        lock.blocking(seat) { send(pair.own, request) }
        answered += 1
      }
      box.values = [Double(answered) / (Double(Clock.wall() - begun) / 1e9)]
    }
    return box.values[0]
  }

  private final class Box: @unchecked Sendable {
    var values: [Double] = []
  }

  /// Runs the partner, and the thread that waits for it under the lock, beside threads that
  /// compute.
  private static func beside(
    computing count: Int, under lock: any GlobalLocking,
    partner: @escaping @Sendable (Board, SocketPair) -> Void,
    waiting: @escaping @Sendable (LockSeat, Board, SocketPair) -> Void
  ) throws(Errno) {
    let board = Board()
    let pair = try SocketPair()
    var threads: [Thread] = []
    defer { for thread in threads { thread.join() } }
    do throws(Errno) {
      for index in 0..<count {
        threads.append(
          try Thread(name: "compute") {
            Computing().run(
              .loop(steps: Computing.fine), under: lock, as: index, owner: board.owner
            ) { !board.stop.load(ordering: .relaxed) }
          })
      }
      threads.append(
        try Thread(name: "io") {
          let seat = LockSeat()
          lock.take(seat)
          waiting(seat, board, pair)
          board.stop.store(true, ordering: .relaxed)
          lock.drop(seat)
        })
      threads.append(
        try Thread(name: "partner") {
          partner(board, pair)
          hangUp(pair.partner)
        })
    } catch {
      board.stop.store(true, ordering: .relaxed)
      hangUp(pair.partner)
      throw error
    }
  }
}
