import Memory
import Platform
import Synchronization
import SystemPackage

/// One end of the stream between a coordinator and a worker: messages, and the encoded bytes that
/// come along with some of them.
///
/// A message is its length in four bytes, little-endian, and then itself. Any thread may send; one
/// thread receives.
final class Channel: Sendable {
  /// Bytes a message may have: far above any outcome, far below what could hurt.
  private static let longestMessage = 1 << 20

  let descriptor: CInt
  private let sending = PThreadMutex()
  private let sent = Atomic<Int>(0)
  private let received = Atomic<Int>(0)
  private let sentMessages = Atomic<Int>(0)
  private let spent = Atomic<UInt64>(0)

  /// Takes over a connected stream socket, closed by `close`.
  init(_ descriptor: CInt) {
    self.descriptor = descriptor
  }

  /// Payload bytes so far, messages not counted.
  var bytesSent: Int { sent.load(ordering: .relaxed) }
  var bytesReceived: Int { received.load(ordering: .relaxed) }
  var messagesSent: Int { sentMessages.load(ordering: .relaxed) }
  /// Nanoseconds spent in sending, and in receiving payloads.
  var nanoseconds: UInt64 { spent.load(ordering: .relaxed) }

  /// - Throws: EPIPE or ECONNRESET when the peer has gone.
  func send(_ message: [UInt8], payload: Payload = .none, _ block: ByteBlock? = nil) throws(Errno) {
    let start = Clock.wall()
    defer { spent.wrappingAdd(Clock.wall() - start, ordering: .relaxed) }
    sending.lock()
    defer { sending.unlock() }
    var frame = [UInt8]()
    frame.reserveCapacity(message.count + 4)
    for shift in [0, 8, 16, 24] { frame.append(UInt8(truncatingIfNeeded: message.count >> shift)) }
    frame.append(contentsOf: message)
    try unsafe sendAll(frame.span.bytes)
    sentMessages.wrappingAdd(1, ordering: .relaxed)
    guard let block else { return }
    switch payload {
    case .none: break
    case .inline: try block.withSpan { bytes throws(Errno) in try sendAll(bytes) }
    case .shared:
      guard case .shared(let memory) = block.home else {
        preconditionFailure("only shared memory can be passed as a descriptor")
      }
      try Sys.sendDescriptor(memory, over: descriptor)
    }
    sent.wrappingAdd(block.count, ordering: .relaxed)
  }

  /// The next message; nil when the peer has closed its end or died.
  func receive() throws(WireError) -> [UInt8]? {
    guard let head = receive(count: 4) else { return nil }
    let length = head.enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
    guard length <= Channel.longestMessage else { throw WireError() }
    return receive(count: length)
  }

  /// The payload of the message just received; nil when the peer is gone or memory is short.
  func receive(_ payload: Payload, bytes: Int) -> ByteBlock? {
    let start = Clock.wall()
    defer { spent.wrappingAdd(Clock.wall() - start, ordering: .relaxed) }
    let block: ByteBlock?
    switch payload {
    case .none: return nil
    case .inline: block = receiveInline(bytes)
    case .shared:
      guard let memory = try? Sys.receiveDescriptor(over: descriptor) else { return nil }
      block = try? SharedMemory.map(memory, count: bytes)
    }
    if let block { received.wrappingAdd(block.count, ordering: .relaxed) }
    return block
  }

  func close() { try? Sys.close(descriptor) }

  private func receiveInline(_ bytes: Int) -> ByteBlock? {
    guard let block = ByteBlock(capacity: bytes) else { return nil }
    var complete = false
    unsafe block.fill { storage in
      complete = unsafe fill(storage)
      return complete ? bytes : 0
    }
    return complete ? block : nil
  }

  private func receive(count: Int) -> [UInt8]? {
    var complete = false
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { storage, initialized in
      complete = unsafe fill(UnsafeMutableRawBufferPointer(storage))
      initialized = complete ? count : 0
    }
    return complete ? bytes : nil
  }

  /// Receives until `storage` is full; false when the peer is gone first.
  private func fill(_ storage: UnsafeMutableRawBufferPointer) -> Bool {
    var position = 0
    while unsafe position < storage.count {
      let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: storage[position...])
      guard let count = unsafe try? Sys.receive(descriptor, into: rest), count > 0 else {
        return false
      }
      position += count
    }
    return true
  }

  private func sendAll(_ bytes: RawSpan) throws(Errno) {
    try unsafe bytes.withUnsafeBytes { storage throws(Errno) in
      var position = 0
      while unsafe position < storage.count {
        let rest = unsafe UnsafeRawBufferPointer(rebasing: storage[position...])
        position += try unsafe Sys.send(descriptor, rest)
      }
    }
  }
}
