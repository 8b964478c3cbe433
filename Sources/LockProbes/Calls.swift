import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// Two ends of a connection within the process, closed with it.
package final class SocketPair: Sendable {
  package let own: CInt
  package let partner: CInt

  /// - Throws: EMFILE, when there are too many descriptors.
  package init() throws(Errno) {
    var ends: [CInt] = [-1, -1]
    guard unsafe socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0, &ends) == 0 else {
      throw Errno(rawValue: errno)
    }
    own = ends[0]
    partner = ends[1]
  }

  deinit {
    close(own)
    close(partner)
  }
}

package func send(_ socket: CInt, _ value: UInt64) {
  var value = value
  _ = unsafe write(socket, &value, 8)
}

/// Nil when the other end has hung up.
package func receive(_ socket: CInt) -> UInt64? {
  var value: UInt64 = 0
  return unsafe read(socket, &value, 8) == 8 ? value : nil
}

package func hangUp(_ socket: CInt) { shutdown(socket, CInt(SHUT_RDWR)) }

/// Sleeps for so many nanoseconds, in whole microseconds.
package func pause(_ nanoseconds: UInt64) { usleep(UInt32(nanoseconds / 1_000)) }

/// Writes one byte.
package func touch(_ descriptor: CInt) {
  var byte: UInt8 = 0x2E
  _ = unsafe write(descriptor, &byte, 1)
}
