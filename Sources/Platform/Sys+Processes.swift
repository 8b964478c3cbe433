import CPlatformShims
import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// Processes. Forking is for programs with one thread: in a child of a threaded process every lock
/// that another thread held stays locked for ever.
extension Sys {
  package enum Fork: Sendable, Hashable {
    case child
    case parent(child: pid_t)
  }

  /// How a child process ended, and what it used with its own children.
  package struct Ending: Sendable, Hashable {
    package enum Cause: Sendable, Hashable {
      case exited(code: CInt)
      case killed(signal: CInt)
    }
    package var process: pid_t
    package var cause: Cause
    package var usage: ResourceUsage
  }

  /// Splits the process in two. The child must end by `exitNow`.
  /// - Throws: EAGAIN or ENOMEM, when the machine or a limit allows no more processes.
  package static func fork() throws(Errno) -> Fork {
    let process = try call(.fork) { Int(Glibc.fork()) }
    return process == 0 ? .child : .parent(child: pid_t(process))
  }

  /// Waits for a child to end.
  /// - Parameters:
  ///   - process: which child; nil for any.
  ///   - blocking: whether to wait for one that still runs; else the result is nil then.
  /// - Throws: ECHILD, when there is no such child.
  package static func wait(
    for process: pid_t? = nil, blocking: Bool = true
  ) throws(Errno) -> Ending? {
    var status: CInt = 0
    var usage = rusage()
    let ended = try call(.wait) {
      Int(unsafe wait4(process ?? -1, &status, blocking ? 0 : WNOHANG, &usage))
    }
    guard ended != 0 else { return nil }
    // wait(2): the low seven bits are the signal, the next eight the exit code.
    let signal = status & 0x7f
    return Ending(
      process: pid_t(ended),
      cause: signal == 0 ? .exited(code: (status >> 8) & 0xff) : .killed(signal: signal),
      usage: ResourceUsage(usage))
  }

  package static func kill(_ process: pid_t, _ signal: CInt) throws(Errno) {
    _ = try call(.kill) { Int(Glibc.kill(process, signal)) }
  }

  /// Ends the process at once: no atexit handlers, no flushing of buffers shared with a parent.
  package static func exitNow(_ code: CInt) -> Never { _exit(code) }

  package static var processID: pid_t { getpid() }
  package static var parentID: pid_t { getppid() }

  /// Has the kernel kill this process when the thread that forked it ends. A parent that was gone
  /// before the call is not noticed: compare `parentID` afterwards.
  package static func dieWithParent() {
    _ = platform_set_parent_death_signal(SIGKILL)
  }

  /// Lets `wait` learn how children end, also in a process that was started with SIGCHLD ignored.
  package static func expectChildren() { _ = platform_default_signal(SIGCHLD) }

  /// A signal's name, such as SIGKILL.
  package static func name(ofSignal signal: CInt) -> String {
    let names: [CInt: String] = [
      SIGABRT: "SIGABRT", SIGALRM: "SIGALRM", SIGBUS: "SIGBUS", SIGFPE: "SIGFPE",
      SIGHUP: "SIGHUP", SIGILL: "SIGILL", SIGINT: "SIGINT", SIGKILL: "SIGKILL",
      SIGPIPE: "SIGPIPE", SIGQUIT: "SIGQUIT", SIGSEGV: "SIGSEGV", SIGSYS: "SIGSYS",
      SIGTERM: "SIGTERM", SIGTRAP: "SIGTRAP", SIGUSR1: "SIGUSR1", SIGUSR2: "SIGUSR2",
      SIGXCPU: "SIGXCPU", SIGXFSZ: "SIGXFSZ",
    ]
    return names[signal] ?? "signal \(signal)"
  }

  /// How many threads this process has, or nil where /proc does not say.
  package static func threadCount() -> Int? {
    guard let tasks = try? listDirectory("/proc/self/task") else { return nil }
    return tasks.count
  }

  /// How many descriptors this process may have open, or nil where that is not limited or not
  /// known.
  package static func descriptorLimit() -> Int? { limit(RLIMIT_NOFILE) }

  private static func limit(_ kind: __rlimit_resource) -> Int? {
    var bounds = rlimit()
    let resource = __rlimit_resource_t(kind.rawValue)
    guard unsafe getrlimit(resource, &bounds) == 0, bounds.rlim_cur < rlim_t(Int.max) else {
      return nil
    }
    return Int(bounds.rlim_cur)
  }

  /// Where this process's addresses are limited (`ulimit -v`), lets a crash end it at once.
  ///
  /// Swift's runtime would start a program that draws a backtrace, under the same limit, and wait
  /// for it. Short of memory, that program may never end.
  package static func endCrashesAtOnceWhereMemoryIsLimited() {
    guard limit(RLIMIT_AS) != nil else { return }
    for signal in [SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGBUS, SIGSEGV] {
      _ = platform_default_signal(signal)
    }
  }

  /// How many descriptors this process has open, or nil where /proc does not say.
  package static func descriptorCount() -> Int? {
    guard let open = try? listDirectory("/proc/self/fd") else { return nil }
    // One of them was the listing's own.
    return open.count - 1
  }
}
