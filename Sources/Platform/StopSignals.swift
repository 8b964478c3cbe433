import CPlatformShims
import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// Requests to stop, counted instead of obeyed, so that a batch can end in order. The handler only
/// counts and makes a descriptor readable; what to do about it is decided outside.
package enum StopSignals {
  package enum Signal: CaseIterable, Sendable {
    case interrupt, terminate, hangUp

    package var number: CInt {
      switch self {
      case .interrupt: SIGINT
      case .terminate: SIGTERM
      case .hangUp: SIGHUP
      }
    }

    /// What a shell reports for a program that the signal ended.
    package var exitCode: CInt { 128 + number }
  }

  /// Counts SIGINT, SIGTERM and SIGHUP from now on, and ignores SIGPIPE. SIGHUP that was ignored
  /// before, by nohup(1), stays so.
  /// - Parameter fatal: the signal, of all kinds together and from 1, that ends the process
  ///   whatever its threads are stuck in; none does where nil.
  /// - Returns: a counter that each signal makes readable, until it is reset. It lives as long as
  ///   the process; installing again returns the same.
  package static func install(fatal: Int? = nil) throws(Errno) -> FileDescriptor {
    let descriptor = try Sys.call(.eventfd) {
      Int(platform_install_stop_signals(CUnsignedInt(fatal ?? 0)))
    }
    _ = platform_ignore_signal(SIGPIPE)
    return FileDescriptor(rawValue: CInt(descriptor))
  }

  /// Lets the signals that are counted end the process again, where nobody is left to act on them.
  package static func letGo() { platform_release_stop_signals() }

  /// How often the signal has arrived.
  package static func count(of signal: Signal) -> Int {
    Int(platform_signal_count(signal.number))
  }

  /// A signal that has arrived, if any has.
  package static var received: Signal? { Signal.allCases.first { count(of: $0) > 0 } }

  /// Ignores the stop signals from now on: for a worker whose coordinator decides. (A terminal
  /// sends SIGINT to both.)
  package static func ignore() {
    for signal in Signal.allCases { _ = platform_ignore_signal(signal.number) }
    _ = platform_ignore_signal(SIGPIPE)
  }
}
