import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// A program that a test started. Started with `posix_spawn`, since a test process has threads and
/// must not fork.
package final class Process {
  package let id: pid_t
  private let folder: TemporaryFolder
  private var ending: Ending?

  /// How a program ended.
  package enum Ending: Equatable, Sendable {
    case exit(Int32)
    case signal(Int32)
  }

  /// What a program that has ended left behind.
  package struct Result: Sendable {
    package var ending: Ending
    package var output: String
    package var errors: String
  }

  /// Starts the program; its standard input is empty.
  ///
  /// - Parameters:
  ///   - environment: the variables it sees; this process's own where nil.
  /// - Throws: the errno of a program that could not be started.
  package init(
    _ program: FilePath, _ arguments: [String], environment: [String: String]? = nil
  ) throws {
    folder = try TemporaryFolder()
    var actions = unsafe posix_spawn_file_actions_t()
    _ = unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    // Files rather than pipes: nobody has to read while the program runs.
    let streams: [(CInt, String, CInt)] = [
      (0, "/dev/null", O_RDONLY),
      (1, folder.appending("out").string, O_WRONLY | O_CREAT | O_TRUNC),
      (2, folder.appending("err").string, O_WRONLY | O_CREAT | O_TRUNC),
    ]
    for (number, path, flags) in streams {
      unsafe posix_spawn_file_actions_addopen(&actions, number, path, flags, 0o600)
    }
    // The threads that tests run on block signals, which the program would inherit.
    var attributes = posix_spawnattr_t()
    _ = unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    _ = unsafe sigemptyset(&none)
    _ = unsafe posix_spawnattr_setsigmask(&attributes, &none)
    _ = unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var words = unsafe CStrings([program.string] + arguments)
    var variables = unsafe CStrings((environment ?? [:]).map { "\($0)=\($1)" })
    defer {
      unsafe words.free()
      unsafe variables.free()
    }
    var child: pid_t = 0
    let failure =
      environment == nil
      ? unsafe posix_spawn(&child, program.string, &actions, &attributes, &words.pointers, environ)
      : unsafe posix_spawn(
        &child, program.string, &actions, &attributes, &words.pointers, &variables.pointers)
    guard failure == 0 else { throw Errno(rawValue: failure) }
    id = child
  }

  deinit {
    // A test that gave up must not leave its program running.
    if ending == nil {
      kill(id, SIGKILL)
      var status: CInt = 0
      unsafe waitpid(id, &status, 0)
    }
  }

  package func signal(_ number: CInt) { kill(id, number) }

  /// What it has written to standard error so far.
  package var errorsSoFar: String {
    get throws { String(decoding: try Files.read(folder.appending("err")), as: UTF8.self) }
  }

  /// Whether the program ends within so many seconds; for programs that may hang.
  package func ends(within seconds: Double) throws -> Bool {
    for _ in 0..<Int(seconds * 1000) {
      if ending != nil { return true }
      var status: CInt = 0
      let ended = unsafe waitpid(id, &status, WNOHANG)
      if ended < 0, errno != EINTR { throw Errno(rawValue: errno) }
      if ended == id { ending = Self.ending(status) }
      if ended <= 0 { usleep(1000) }
    }
    return ending != nil
  }

  /// Waits until the program has ended.
  package func wait() throws -> Result {
    let ending = try self.ending ?? reap()
    self.ending = ending
    return Result(
      ending: ending,
      output: String(decoding: try Files.read(folder.appending("out")), as: UTF8.self),
      errors: String(decoding: try Files.read(folder.appending("err")), as: UTF8.self))
  }

  private func reap() throws -> Ending {
    var status: CInt = 0
    while unsafe waitpid(id, &status, 0) < 0 {
      guard errno == EINTR else { throw Errno(rawValue: errno) }
    }
    return Self.ending(status)
  }

  /// As the macros WIFSIGNALED, WTERMSIG and WEXITSTATUS have it.
  private static func ending(_ status: CInt) -> Ending {
    let signal = status & 0x7F
    return signal == 0 ? .exit((status >> 8) & 0xFF) : .signal(signal)
  }

  /// Starts a program and waits for its end.
  package static func run(
    _ program: FilePath, _ arguments: [String], environment: [String: String]? = nil
  ) throws -> Result {
    try Process(program, arguments, environment: environment).wait()
  }
}

/// Strings for C, with the null pointer at the end that it looks for.
@unsafe
private struct CStrings {
  var pointers: [UnsafeMutablePointer<CChar>?]

  init(_ strings: [String]) { unsafe pointers = strings.map { unsafe strdup($0) } + [nil] }

  func free() {
    for index in unsafe pointers.indices { unsafe Glibc.free(pointers[index]) }
  }
}
