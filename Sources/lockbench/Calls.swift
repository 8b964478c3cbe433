#if canImport(Glibc)
  import Glibc
#endif

/// Two ends of a connection within the process.
struct SocketPair: Sendable {
  let own: CInt
  let partner: CInt

  init() {
    var ends: [CInt] = [-1, -1]
    let code = unsafe socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0, &ends)
    precondition(code == 0, "socketpair failed with \(errno)")
    own = ends[0]
    partner = ends[1]
  }
}

func send(_ socket: CInt, _ value: UInt64) {
  var value = value
  _ = unsafe write(socket, &value, 8)
}

/// Nil when the other end has hung up.
func receive(_ socket: CInt) -> UInt64? {
  var value: UInt64 = 0
  return unsafe read(socket, &value, 8) == 8 ? value : nil
}

func hangUp(_ socket: CInt) { shutdown(socket, CInt(SHUT_RDWR)) }

func pause(_ nanoseconds: UInt64) { usleep(UInt32(nanoseconds / 1_000)) }

/// The null device, to which a write costs a system call and nothing else.
func openNull() -> CInt { unsafe open("/dev/null", O_WRONLY) }

func touch(_ descriptor: CInt) {
  var byte: UInt8 = 0x2E
  _ = unsafe write(descriptor, &byte, 1)
}

/// Nanoseconds that all processors together have been busy since the machine started, to the
/// clock tick; nil where the system does not say.
func machineBusy() -> UInt64? {
  let descriptor = unsafe open("/proc/stat", O_RDONLY)
  guard descriptor >= 0 else { return nil }
  defer { close(descriptor) }
  var text = [UInt8](repeating: 0, count: 256)
  let count = unsafe read(descriptor, &text, text.count)
  guard count > 0 else { return nil }
  let line = String(decoding: text[..<count].prefix { $0 != 10 }, as: UTF8.self)
  let ticks = line.split(separator: " ").dropFirst().compactMap { UInt64($0) }
  guard ticks.count >= 8 else { return nil }
  let busy = ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6]
  return busy * 1_000_000_000 / UInt64(sysconf(CInt(_SC_CLK_TCK)))
}
