import Platform
import Synchronization
import SystemPackage

// A table that all workers of a batch count in, kept well or badly on purpose: it shows what a
// global lock protects, and what happens to shared data without one.
//
// Why a racy count is exact under the lock. A thread lets go of the lock at checkpoints and where
// stages border, and nowhere else. A row is counted from end to end without a checkpoint, so no
// hand-over comes between the reading and the writing of a number. Between rows there is one, so
// the threads do take turns in the middle of pictures. With the filter stage outside the lock's
// scope, counting runs without it, and additions are lost as they are among free threads.
//
// That is kinder than Python. There `table[level] += 1` is several bytecodes, and the lock protects
// each of them, not their sum: up to version 3.9 it could change hands between any two, and since
// then it does so at calls and at the ends of loops, which is how the interpreter happens to work
// and no promise. A row here stands for a call of C code that keeps the lock.
//
// A lost addition is no undefined behaviour: each number is read and written whole, by relaxed
// atomic loads and stores.

/// Counts of pixels by brightness that all workers of a batch add to.
///
/// Threads share it. A process that is forked has a copy of its own, unless it is kept `shared`.
package final class Tally: Sendable {
  /// One for each level of brightness.
  package static let levels = 256

  package let keeping: TallyKeeping
  private let own = InlineArray<256, Atomic<UInt64>> { _ in Atomic(0) }
  private let common: SharedWords?

  /// - Throws: ENOMEM, when there is no memory for processes to share.
  package init(_ keeping: TallyKeeping) throws(Errno) {
    self.keeping = keeping
    common = keeping == .shared ? try SharedWords(count: Tally.levels) : nil
  }

  /// What the calling process finds in the table; all 0 where jobs keep tables of their own.
  package var counts: [UInt64] {
    (0..<Tally.levels).map { level in
      common?.load(level) ?? own[level].load(ordering: .relaxed)
    }
  }

  func add(_ levels: ArraySlice<UInt8>) {
    if let common {
      for level in levels { common.add(1, to: Int(level)) }
    } else if keeping == .racy {
      for level in levels {
        let old = own[Int(level)].load(ordering: .relaxed)
        own[Int(level)].store(old &+ 1, ordering: .relaxed)
      }
    } else {
      for level in levels { own[Int(level)].wrappingAdd(1, ordering: .relaxed) }
    }
  }
}
