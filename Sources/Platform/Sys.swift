import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// The system calls of the I/O and process paths. Each goes through one seam, at which tests make
/// it fail, and throws the errno as it came; calls that a signal interrupted are made again.
package enum Sys {
  /// The calls that the seam knows, by the names that fault plans use.
  package enum Call: String, Sendable, Hashable, CaseIterable {
    case open, openat2, stat, read, write, fsync, syncfs, link, rename, unlink, mkdir, rmdir, list,
      close
    case memfd, truncate, mmap, mincore, fadvise
    case fork, spawn, pidfd, wait, kill, socketpair, send, receive, poll, eventfd, thread, lock
    case prctl, seccomp, landlock, setrlimit
    /// Writing text to a standard stream.
    case say
    case ringSetup = "io_uring_setup"
    case ringEnter = "io_uring_enter"
    /// A completion: what a ring says of a call that was handed to it.
    case ringAnswer = "io_uring_cqe"
  }

  /// Makes a call that returns -1 and sets errno on failure.
  static func call(_ name: Call, _ body: () -> Int) throws(Errno) -> Int {
    while true {
      if case .fail(let errno)? = Faults.strike(name) {
        if errno == .interrupted { continue }
        throw errno
      }
      let result = body()
      if result != -1 { return result }
      let error = Errno(rawValue: errno)
      if error != .interrupted { throw error }
    }
  }

  /// Makes a call that moves up to `count` bytes.
  static func transfer(
    _ name: Call, _ count: Int, _ body: (Int) -> Int
  ) throws(Errno) -> Int {
    while true {
      var allowed = count
      switch Faults.strike(name, count > 1 ? .short : []) {
      case .fail(.interrupted): continue
      case .fail(let errno): throw errno
      case .short: allowed = shortened(count)
      case .late, nil: break
      }
      let result = body(allowed)
      if result != -1 { return result }
      let error = Errno(rawValue: errno)
      if error != .interrupted { throw error }
    }
  }

  /// What a call cut short by the fault plan moves of so many bytes: about half, at least one.
  package static func shortened(_ count: Int) -> Int { count > 1 ? count / 2 : count }
}
