import Synchronization
import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// Numbers of 64 bits that this process and those that it forks later have in common. All are 0 at
/// first, and memory is used only for those that were touched.
///
/// They outlive whoever wrote them: what a process had stored is there after it was killed.
@safe
package final class SharedWords: @unchecked Sendable {
  package let count: Int
  private let words: UnsafeMutablePointer<Atomic<UInt64>>

  /// - Throws: ENOMEM, when there is no room in the address space.
  package init(count: Int) throws(Errno) {
    precondition(count > 0, "no words")
    let address = try Sys.call(.mmap) {
      // MAP_FAILED is -1, as the seam wants it.
      Int(
        bitPattern: unsafe mmap(
          nil, count * 8, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
      )
    }
    guard let base = unsafe UnsafeMutableRawPointer(bitPattern: address) else { throw .noMemory }
    self.count = count
    // Zero bytes are an atomic 0, which needs no lock and so works between processes.
    unsafe words = base.bindMemory(to: Atomic<UInt64>.self, capacity: count)
  }

  deinit { _ = unsafe munmap(words, count * 8) }

  /// Adds, wrapping round, and says what was there before.
  @discardableResult
  package func add(_ value: UInt64, to index: Int) -> UInt64 {
    precondition(index >= 0 && index < count, "no such word")
    return unsafe words[index].wrappingAdd(value, ordering: .acquiringAndReleasing).oldValue
  }

  /// Stores; whoever loads this value sees what was stored before it.
  package func store(_ value: UInt64, in index: Int) {
    precondition(index >= 0 && index < count, "no such word")
    unsafe words[index].store(value, ordering: .releasing)
  }

  package func load(_ index: Int) -> UInt64 {
    precondition(index >= 0 && index < count, "no such word")
    return unsafe words[index].load(ordering: .acquiring)
  }
}
