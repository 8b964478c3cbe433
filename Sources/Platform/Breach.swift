import CPlatformShims
import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// What an intruder would try, for tests of the sandbox: TRIPTYCH_BREACH=NAME or NAME:PATH has
/// every worker process try it once, on its first job, and say on standard error what came of it.
package enum Breach: Sendable, Hashable {
  case read(FilePath)
  case write(FilePath)
  case unlink(FilePath)
  /// A file, by way of the worker's own I/O engine.
  case engine(FilePath)
  case connect, exec, fork, thread, signal, ring, executable, memory
  /// Another process made the one that a descriptor signals.
  case owner

  package static func fromEnvironment() -> Breach? {
    guard let value = unsafe getenv("TRIPTYCH_BREACH") else { return nil }
    return Breach(parsing: unsafe String(cString: value))
  }

  init?(parsing text: String) {
    let words = text.split(separator: ":", maxSplits: 1)
    let path = FilePath(words.count == 2 ? String(words[1]) : "")
    switch words.first {
    case "read": self = .read(path)
    case "write": self = .write(path)
    case "unlink": self = .unlink(path)
    case "engine": self = .engine(path)
    case "connect": self = .connect
    case "exec": self = .exec
    case "fork": self = .fork
    case "thread": self = .thread
    case "signal": self = .signal
    case "ring": self = .ring
    case "executable": self = .executable
    case "memory": self = .memory
    case "owner": self = .owner
    default: return nil
    }
  }

  /// Tries it.
  /// - Returns: the errno it was refused with; nil where it was done.
  package func attempt() -> Errno? {
    do throws(Errno) {
      switch self {
      case .read(let path): _ = try Sys.open(path, .reading)
      case .write(let path): _ = try Sys.open(path, .new)
      case .unlink(let path): try Sys.unlink(path)
      case .engine: preconditionFailure("for whoever has the engine")
      case .connect: try connect()
      case .exec: try exec()
      case .fork: if case .child = try Sys.fork() { Sys.exitNow(0) }
      case .thread: try Thread(name: "more") {}.join()
      case .signal: try Sys.kill(Sys.parentID, 0)
      case .ring: try check(Int(platform_ring_setup()))
      case .executable: try map(4096, PROT_READ | PROT_EXEC)
      // More than any honest worker is allowed, and less than an address can say.
      case .memory: try map(1 << 45, PROT_READ)
      case .owner:
        try check(Int(fcntl(FileDescriptor.standardError.rawValue, F_SETOWN, Sys.parentID)))
      }
      return nil
    } catch {
      return error
    }
  }

  /// Says it without the help of anything that could need a forbidden call.
  package static func say(_ outcome: Errno?) {
    let line = Array("breach: \(outcome.map { "refused (\($0.rawValue))" } ?? "done")\n".utf8)
    unsafe line.withUnsafeBytes { try? unsafe Sys.writeAll(.standardError, $0) }
  }

  private func check(_ status: Int) throws(Errno) {
    if status == -1 { throw Errno(rawValue: errno) }
  }

  /// To whoever listens on this machine's own discard port, which is nobody: without a sandbox the
  /// kernel says so (ECONNREFUSED).
  private func connect() throws(Errno) {
    let number = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
    try check(Int(number))
    let connection = Descriptor(adopting: number)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(9).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    // Safe: the kernel reads as many bytes as the structure has.
    let status = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe Glibc.connect(connection.raw, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    try check(Int(status))
  }

  private func exec() throws(Errno) {
    var words: [UnsafeMutablePointer<CChar>?] = unsafe [strdup("true"), nil]
    try check(Int(unsafe execv("/bin/true", &words)))
  }

  private func map(_ bytes: Int, _ protection: CInt) throws(Errno) {
    let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
    try check(Int(bitPattern: unsafe mmap(nil, bytes, protection, flags, -1, 0)))
  }
}
