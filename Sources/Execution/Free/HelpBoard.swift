import Pipeline
import Platform

/// Where threads that have run out of jobs find pictures of others to help with.
///
/// A thread comes here when there are no jobs left to take, and stays until nobody has one any
/// more. Meanwhile it goes to the picture with room for it that was offered first, and comes back
/// when there is nothing more to be done there.
package final class HelpBoard: Company, @unchecked Sendable {
  /// Pixels of a picture below which it is not worth the while: it is done in some 20 ms, of which
  /// half would be won at best by a second thread, for megabytes of rows that both have to hold.
  package static let leastPixels = 2 << 20

  private let splitting: Splitting
  private let workers: Int
  private let bytesLeft: @Sendable () -> Int
  private let mutex = PThreadMutex()
  private let changed = PThreadCondition()
  // Guarded by `mutex`:
  private var offers: [SharedPicture] = []
  /// Threads that have jobs, or may get some.
  private var busy: Int

  /// - Parameters:
  ///   - workers: threads that will come here, sooner or later.
  ///   - bytesLeft: of input files that nobody has begun to work on.
  package init(_ splitting: Splitting, workers: Int, bytesLeft: @escaping @Sendable () -> Int) {
    self.splitting = splitting
    self.workers = workers
    self.bytesLeft = bytesLeft
    busy = workers
  }

  /// With `auto`, all workers if the others will have done what is left before this one is done
  /// alone, counted in bytes of input.
  package func hands(inputBytes: Int, pixels: Int) -> Int {
    switch splitting {
    case .off: return 1
    case .on: return workers
    case .auto:
      guard pixels >= HelpBoard.leastPixels else { return 1 }
      return bytesLeft() < inputBytes * (workers - 1) ? workers : 1
    }
  }

  package func offer(_ picture: SharedPicture) {
    mutex.withLock { offers.append(picture) }
    changed.broadcast()
  }

  package func withdraw(_ picture: SharedPicture) {
    mutex.withLock { offers.removeAll { $0 === picture } }
  }

  /// So many of the threads that were to come will not.
  func expect(fewer: Int) { left(fewer) }

  /// Helps others until all jobs are done. The thread has no job and will get none.
  func help(_ worker: Worker) {
    left(1)
    mutex.lock()
    defer { mutex.unlock() }
    while busy > 0 {
      if let picture = offers.first(where: \.wantsHelp) {
        mutex.unlock()
        picture.help(worker)
        mutex.lock()
        // Another may take the place that has become free.
        changed.broadcast()
      } else {
        changed.wait(mutex)
      }
    }
  }

  private func left(_ count: Int) {
    mutex.withLock { busy -= count }
    changed.broadcast()
  }
}
