import CPlatformShims
import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// Programs started as a shell would start them.
extension Sys {
  /// Starts a program in a process group of its own, so that what is typed at the terminal reaches
  /// it only through the process that started it. Its standard input is empty.
  ///
  /// - Parameters:
  ///   - arguments: without the program's name; bytes as they are, none of them 0.
  ///   - output, errors: files that its standard output and error go to, emptied first.
  /// - Returns: the child, to be waited for.
  package static func spawn(
    _ program: FilePath, _ arguments: [[UInt8]], output: FilePath, errors: FilePath
  ) throws(Errno) -> pid_t {
    if case .fail(let errno)? = Faults.strike(.spawn) { throw errno }
    var actions = unsafe posix_spawn_file_actions_t()
    _ = unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    let written = O_WRONLY | O_CREAT | O_TRUNC
    for (number, path, flags) in [
      (0, "/dev/null", O_RDONLY), (1, output, written), (2, errors, written),
    ] as [(CInt, FilePath, CInt)] {
      unsafe path.withPlatformString {
        _ = unsafe posix_spawn_file_actions_addopen(&actions, number, $0, flags, 0o600)
      }
    }
    var attributes = posix_spawnattr_t()
    _ = unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    _ = unsafe posix_spawnattr_setpgroup(&attributes, 0)
    _ = unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    // Safe: strdup copies up to the zero at the end; the copies are freed when the child has its
    // own.
    var words =
      unsafe ([program.string.utf8.map { CChar(bitPattern: $0) }]
      + arguments.map { $0.map { CChar(bitPattern: $0) } })
      .map { unsafe strdup($0 + [0]) }
    unsafe words.append(nil)
    defer {
      for index in unsafe words.indices { unsafe free(words[index]) }
    }
    var child: pid_t = 0
    let failure = unsafe program.withPlatformString {
      unsafe posix_spawn(&child, $0, &actions, &attributes, words, environ)
    }
    guard failure == 0 else { throw Errno(rawValue: failure) }
    return child
  }

  /// A descriptor that becomes readable when the process ends.
  /// - Throws: ENOSYS before Linux 5.3.
  package static func descriptor(ofProcess process: pid_t) throws(Errno) -> Descriptor {
    Descriptor(adopting: CInt(try call(.pidfd) { Int(platform_pidfd_open(process)) }))
  }
}
