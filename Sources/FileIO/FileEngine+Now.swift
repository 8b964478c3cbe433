/// A place that a completion leaves its result in before the call that handed in the request
/// returns.
private final class Slot: @unchecked Sendable {
  var result: ReadResult?
}

extension FileEngine {
  /// Reads with a synchronous engine, on the calling thread.
  package func readNow(_ request: ReadRequest) -> ReadResult {
    let slot = Slot()
    read(request) { slot.result = $0 }
    guard let result = slot.result else {
      preconditionFailure("a synchronous engine completes before its call returns")
    }
    return result
  }
}
