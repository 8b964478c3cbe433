import Synchronization

/// What all threads of an experiment see.
package final class Board: Sendable {
  package let owner = Atomic<Int>(-1)
  package let stop = Atomic<Bool>(false)
  package let answered = Atomic<Int>(0)

  package init() {}
}
