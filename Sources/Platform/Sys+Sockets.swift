import CPlatformShims
import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// Sockets between a coordinator and its workers, and waiting for several descriptors at once.
extension Sys {
  /// Two connected stream sockets, closed on exec.
  package struct SocketPair: ~Copyable {
    package var first: Descriptor
    package var second: Descriptor

    /// The two ends, each to its own owner.
    package consuming func split<Failure: Error>(
      _ body: (consuming Descriptor, consuming Descriptor) throws(Failure) -> Void
    ) throws(Failure) {
      try body(first, second)
    }
  }

  package static func socketPair() throws(Errno) -> SocketPair {
    var ends: [2 of CInt] = [-1, -1]
    let type = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
    _ = try call(.socketpair) {
      var span = ends.mutableSpan
      return unsafe span.withUnsafeMutableBufferPointer {
        Int(unsafe socketpair(AF_UNIX, type, 0, $0.baseAddress))
      }
    }
    return SocketPair(first: Descriptor(adopting: ends[0]), second: Descriptor(adopting: ends[1]))
  }

  /// Sends all bytes. A peer that has gone is the error EPIPE, not a signal.
  /// - Parameter waiting: called when there is no room, to wait for some.
  package static func sendAll(
    _ socket: FileDescriptor, _ bytes: UnsafeRawBufferPointer,
    waiting: (Poll) throws(Errno) -> Void = Sys.waitForever
  ) throws(Errno) {
    var done = 0
    while done < bytes.count {
      let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[done...])
      do throws(Errno) {
        done += try transfer(.send, rest.count) {
          unsafe send(socket.rawValue, rest.baseAddress, $0, atOnce | CInt(MSG_NOSIGNAL))
        }
      } catch .resourceTemporarilyUnavailable {
        try waiting(Poll(socket, read: false, write: true))
      }
    }
  }

  /// Receives until the buffer is full or the peer has gone.
  /// - Parameter waiting: called when there is nothing yet, to wait for something.
  /// - Returns: bytes received; fewer than asked for only when the peer has gone.
  package static func receiveAll(
    _ socket: FileDescriptor, into bytes: UnsafeMutableRawBufferPointer,
    waiting: (Poll) throws(Errno) -> Void = Sys.waitForever
  ) throws(Errno) -> Int {
    var done = 0
    while done < bytes.count {
      let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[done...])
      do throws(Errno) {
        let received = try transfer(.receive, rest.count) {
          unsafe recv(socket.rawValue, rest.baseAddress, $0, atOnce)
        }
        if received == 0 { break }
        done += received
      } catch .resourceTemporarilyUnavailable {
        try waiting(Poll(socket))
      }
    }
    return done
  }

  private static let atOnce = CInt(MSG_DONTWAIT)

  /// Waits until a descriptor is ready, however long that takes.
  package static func waitForever(_ wanted: Poll) throws(Errno) {
    var polls = [wanted]
    _ = try poll(&polls)
  }

  /// Ends a connection for all who have its socket: both sides then see the peer as gone.
  package static func shutDown(_ socket: FileDescriptor) {
    _ = Glibc.shutdown(socket.rawValue, CInt(SHUT_RDWR))
  }

  /// Sends one byte and, with it, a copy of a descriptor.
  package static func sendDescriptor(
    _ socket: FileDescriptor, _ passed: FileDescriptor
  ) throws(Errno) {
    _ = try call(.send) { platform_send_descriptor(socket.rawValue, passed.rawValue) }
  }

  /// Receives what `sendDescriptor` sent; nil when the peer has gone, or sent none or several.
  /// - Throws: EMFILE when this process may open no more; the byte is taken, the descriptor is
  ///   lost.
  package static func receiveDescriptor(_ socket: FileDescriptor) throws(Errno) -> Descriptor? {
    var passed: CInt = -1
    let received = try call(.receive) {
      unsafe platform_receive_descriptor(socket.rawValue, &passed)
    }
    guard received > 0, passed >= 0 else { return nil }
    return Descriptor(adopting: passed)
  }

  /// A descriptor to wait for, and what it turned out to be ready for.
  package struct Poll: Sendable {
    package var descriptor: FileDescriptor
    package var wantsRead: Bool
    package var wantsWrite: Bool
    /// Bytes, or the peer's going, can be read without waiting.
    package fileprivate(set) var canRead = false
    package fileprivate(set) var canWrite = false
    /// The peer has gone, or the descriptor is broken.
    package fileprivate(set) var hungUp = false

    package init(_ descriptor: FileDescriptor, read: Bool = true, write: Bool = false) {
      self.descriptor = descriptor
      wantsRead = read
      wantsWrite = write
    }
  }

  /// Waits until one of the descriptors is ready.
  /// - Parameter milliseconds: how long at most; nil for ever.
  /// - Returns: how many are ready; 0 when the time was up.
  /// - Throws: ENOMEM, when the kernel had no memory for that during a whole second.
  package static func poll(
    _ polls: inout [Poll], milliseconds: Int? = nil
  ) throws(Errno) -> Int {
    var entries = polls.map { poll in
      pollfd(
        fd: poll.descriptor.rawValue,
        events: Int16((poll.wantsRead ? POLLIN : 0) | (poll.wantsWrite ? POLLOUT : 0)), revents: 0)
    }
    var attempts = 0
    var ready: Int?
    while ready == nil {
      do throws(Errno) {
        ready = try call(.poll) {
          Int(unsafe Glibc.poll(&entries, nfds_t(entries.count), CInt(milliseconds ?? -1)))
        }
      } catch {
        attempts += 1
        if attempts == 100 { throw error }
        Clock.sleep(until: Clock.wall() + 10_000_000)
      }
    }
    for (index, entry) in entries.enumerated() {
      let got = CInt(entry.revents)
      polls[index].hungUp = got & (POLLHUP | POLLERR | POLLNVAL) != 0
      polls[index].canRead = got & (POLLIN | POLLHUP) != 0
      polls[index].canWrite = got & POLLOUT != 0
    }
    return ready ?? 0
  }

  /// A counter that a thread can wait for like for a file.
  package static func eventCounter() throws(Errno) -> Descriptor {
    Descriptor(adopting: CInt(try call(.eventfd) { Int(platform_eventfd()) }))
  }

  /// Adds one to a counter, which makes it readable.
  package static func bump(_ counter: FileDescriptor) {
    // The only failure is a full counter, which is readable already.
    _ = platform_bump(counter.rawValue)
  }

  /// Sets a counter back to 0, after which it is readable no more.
  package static func reset(_ counter: FileDescriptor) {
    // The only failure is a counter that is 0 already.
    _ = platform_reset(counter.rawValue)
  }
}

extension Sys {
  /// The signal that cannot be caught.
  package static let killSignal = SIGKILL
}
