#if canImport(Glibc)
  import Glibc
#endif

/// Asks until the answer is yes, a millisecond apart.
///
/// - Parameter times: how often at most, after which it goes on all the same.
/// - Returns: the last answer.
@discardableResult
package func wait(times: Int = 5000, until isDone: () throws -> Bool) rethrows -> Bool {
  for _ in 0..<times {
    if try isDone() { return true }
    usleep(1000)
  }
  return false
}
