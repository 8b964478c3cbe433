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

  private let socket: Descriptor
  private let sending = PThreadMutex()
  private let sent = Atomic<Int>(0)
  private let received = Atomic<Int>(0)
  private let passedMessages = Atomic<Int>(0)
  private let spent = Atomic<UInt64>(0)
  /// Whether a message was cut short, after which the stream makes no sense.
  private let isBroken = Atomic<Bool>(false)
  private let givingUp: (@Sendable () -> Bool)?
  /// Milliseconds that a peer has for taking or sending something, before it is asked whether to
  /// give up.
  private static let patience = 100

  /// Takes over a connected stream socket, which lives as long as the channel.
  ///
  /// - Parameter givingUp: asked now and then while the peer neither takes nor sends anything: it
  ///   may be stopped or stuck. Nil waits for ever.
  init(_ socket: consuming Descriptor, givingUp: (@Sendable () -> Bool)? = nil) {
    self.socket = socket
    self.givingUp = givingUp
  }

  /// Two channels that talk to each other; the first one may give up.
  static func pair(
    givingUp: (@Sendable () -> Bool)? = nil
  ) throws(Errno) -> (Channel, Channel) {
    var first: Channel?
    var second: Channel?
    try Sys.socketPair().split {
      first = Channel($0, givingUp: givingUp)
      second = Channel($1)
    }
    guard let first, let second else { preconditionFailure("a pair without its ends") }
    return (first, second)
  }

  /// To be waited for.
  var descriptor: FileDescriptor { socket.borrowed }

  /// Payload bytes so far, messages not counted.
  var bytesSent: Int { sent.load(ordering: .relaxed) }
  var bytesReceived: Int { received.load(ordering: .relaxed) }
  /// Messages sent and received.
  var messages: Int { passedMessages.load(ordering: .relaxed) }
  /// Nanoseconds spent in sending, and in receiving payloads; waiting for a message is not counted.
  var nanoseconds: UInt64 { spent.load(ordering: .relaxed) }

  /// - Throws: EPIPE or ECONNRESET when the peer has gone, ETIMEDOUT when it was given up.
  func send(_ message: [UInt8], payload: Payload = .none, _ block: ByteBlock? = nil) throws(Errno) {
    let start = Clock.wall()
    defer { spent.wrappingAdd(Clock.wall() - start, ordering: .relaxed) }
    sending.lock()
    defer { sending.unlock() }
    if isBroken.load(ordering: .relaxed) { throw .brokenPipe }
    do throws(Errno) {
      try write(message, payload, block)
    } catch {
      giveUp()
      throw error
    }
  }

  /// Sends a message and, behind it, a descriptor, which stays the caller's.
  func send(_ message: [UInt8], passing passed: FileDescriptor) throws(Errno) {
    sending.lock()
    defer { sending.unlock() }
    if isBroken.load(ordering: .relaxed) { throw .brokenPipe }
    do throws(Errno) {
      try write(message)
      try pass(passed)
    } catch {
      giveUp()
      throw error
    }
  }

  /// What was sent last may be cut short, so nothing more can be. Neither side may wait for an
  /// answer to what the other never got: both see the peer as gone, once they have heard what came
  /// before.
  func giveUp() {
    isBroken.store(true, ordering: .relaxed)
    Sys.shutDown(descriptor)
  }

  private func write(_ message: [UInt8]) throws(Errno) {
    var frame = [UInt8]()
    frame.reserveCapacity(message.count + 4)
    for shift in [0, 8, 16, 24] { frame.append(UInt8(truncatingIfNeeded: message.count >> shift)) }
    frame.append(contentsOf: message)
    try unsafe sendAll(frame.span.bytes)
    passedMessages.wrappingAdd(1, ordering: .relaxed)
  }

  private func pass(_ passed: FileDescriptor) throws(Errno) {
    try wait(Sys.Poll(descriptor, read: false, write: true))
    try Sys.sendDescriptor(descriptor, passed)
  }

  private func write(
    _ message: [UInt8], _ payload: Payload, _ block: ByteBlock?
  ) throws(Errno) {
    try write(message)
    guard let block else { return }
    switch payload {
    case .none: break
    case .inline: try block.withSpan { bytes throws(Errno) in try sendAll(bytes) }
    case .shared:
      guard let memory = block.descriptor else {
        preconditionFailure("only shared memory can be passed as a descriptor")
      }
      try pass(memory)
    }
    sent.wrappingAdd(block.count, ordering: .relaxed)
  }

  /// The next message; nil when the peer has closed its end or died.
  func receive() throws(WireError) -> [UInt8]? {
    guard let head = receive(count: 4) else { return nil }
    let length = head.enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
    guard length <= Channel.longestMessage else { throw WireError() }
    let message = receive(count: length)
    if message != nil { passedMessages.wrappingAdd(1, ordering: .relaxed) }
    return message
  }

  /// The payload of the message just received; nil when the peer is gone or sent something else.
  ///
  /// - Throws: what this process is short of. The payload is lost then, and the stream goes on
  ///   behind it.
  func receive(_ payload: Payload, bytes: Int) throws(Errno) -> ByteBlock? {
    let start = Clock.wall()
    defer { spent.wrappingAdd(Clock.wall() - start, ordering: .relaxed) }
    let block: ByteBlock?
    switch payload {
    case .none: return nil
    case .inline: block = try receiveInline(bytes)
    case .shared: block = try receiveShared(bytes)
    }
    if let block { received.wrappingAdd(block.count, ordering: .relaxed) }
    return block
  }

  private func receiveShared(_ bytes: Int) throws(Errno) -> ByteBlock? {
    do throws(Errno) {
      try wait(Sys.Poll(descriptor))
      guard let memory = try Sys.receiveDescriptor(descriptor) else { return nil }
      return try SharedMemory.map(memory, count: bytes, capacity: bytes)
    } catch {
      switch error {
      case .tooManyOpenFiles, .tooManyOpenFilesInSystem, .noMemory: throw error
      default: return nil
      }
    }
  }

  private func receiveInline(_ bytes: Int) throws(Errno) -> ByteBlock? {
    guard let block = ByteBlock(capacity: bytes) else {
      guard skip(bytes) else { return nil }
      throw .noMemory
    }
    var complete = false
    unsafe block.fill { storage in
      complete = unsafe fill(storage)
      return complete ? bytes : 0
    }
    return complete ? block : nil
  }

  /// Receives bytes for which there is no room; false when the peer is gone first.
  private func skip(_ bytes: Int) -> Bool {
    var left = bytes
    while left > 0 {
      let part = min(left, 64 << 10)
      guard receive(count: part) != nil else { return false }
      left -= part
    }
    return true
  }

  private func receive(count: Int) -> [UInt8]? {
    var complete = false
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { storage, initialized in
      complete = unsafe fill(UnsafeMutableRawBufferPointer(storage))
      initialized = complete ? count : 0
    }
    return complete ? bytes : nil
  }

  /// Receives until `storage` is full; false when the peer is gone, or given up, first.
  private func fill(_ storage: UnsafeMutableRawBufferPointer) -> Bool {
    guard let count = unsafe try? Sys.receiveAll(descriptor, into: storage, waiting: wait) else {
      return false
    }
    return count == storage.count
  }

  private func sendAll(_ bytes: RawSpan) throws(Errno) {
    try unsafe bytes.withUnsafeBytes { storage throws(Errno) in
      try unsafe Sys.sendAll(descriptor, storage, waiting: wait)
    }
  }

  /// Waits until the socket is ready.
  private func wait(_ wanted: Sys.Poll) throws(Errno) {
    var polls = [wanted]
    while try Sys.poll(&polls, milliseconds: givingUp == nil ? nil : Channel.patience) == 0 {
      if givingUp?() == true { throw .timedOut }
    }
  }
}
