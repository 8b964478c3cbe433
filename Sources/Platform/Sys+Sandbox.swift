import CPlatformShims
import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// What a process can give up for good: new privileges, files, system calls, and more of anything
/// than so much. Each takes nothing back.
extension Sys {
  /// Whether a sanitizer is built in. It maps terabytes and calls what it likes.
  package static var isSanitized: Bool { platform_is_sanitized != 0 }

  /// No program that this thread, or what it starts, executes gains rights by being executed.
  package static func forgoNewPrivileges() throws(Errno) {
    _ = try call(.prctl) { Int(platform_no_new_privileges()) }
  }

  /// System calls by what they are needed for.
  package struct CallGroups: OptionSet, Sendable, Hashable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Memory, threads that are there, time, and descriptors that are open.
    package static let always = CallGroups(rawValue: UInt32(PLATFORM_CALLS_ALWAYS))
    /// Opening, writing and naming files.
    package static let files = CallGroups(rawValue: UInt32(PLATFORM_CALLS_FILES))
    /// Making memory that others can map.
    package static let sharedMemory = CallGroups(rawValue: UInt32(PLATFORM_CALLS_SHARED_MEMORY))
    /// Entering a ring that is there.
    package static let ring = CallGroups(rawValue: UInt32(PLATFORM_CALLS_RING))
  }

  /// Leaves all threads of the process these system calls and no others.
  /// - Throws: ENOSYS where the kernel or this architecture has no filters, EBUSY where a thread
  ///   has a filter of its own.
  package static func confineCalls(to groups: CallGroups) throws(Errno) {
    _ = try call(.seccomp) { Int(platform_seccomp(groups.rawValue)) }
  }

  /// A limit that the kernel keeps for a process.
  package enum Limit: Sendable, Hashable {
    /// Bytes of address space, stacks and shared memory included.
    case addressSpace
    /// Bytes of a core dump.
    case core
    /// One more than the highest descriptor.
    case descriptors
    /// Bytes of any file that is written.
    case fileSize
  }

  /// Lowers a limit to `value`, for good; one that is lower already stays.
  package static func lower(_ limit: Limit, to value: Int) throws(Errno) {
    let number =
      switch limit {
      case .addressSpace: RLIMIT_AS.rawValue
      case .core: RLIMIT_CORE.rawValue
      case .descriptors: RLIMIT_NOFILE.rawValue
      case .fileSize: RLIMIT_FSIZE.rawValue
      }
    let resource = __rlimit_resource_t(number)
    var bounds = rlimit()
    _ = try call(.setrlimit) { Int(unsafe getrlimit(resource, &bounds)) }
    bounds.rlim_cur = min(bounds.rlim_cur, rlim_t(max(value, 0)))
    bounds.rlim_max = bounds.rlim_cur
    _ = try call(.setrlimit) { Int(unsafe setrlimit(resource, &bounds)) }
  }

  /// Closes all descriptors but these and the standard ones.
  package static func closeDescriptors(keeping kept: [FileDescriptor]) {
    var first: CInt = 3
    for number in kept.map(\.rawValue).sorted() where number >= first {
      closeAll(first, number - 1)
      first = number + 1
    }
    closeAll(first, .max)
  }

  private static func closeAll(_ first: CInt, _ last: CInt) {
    guard first <= last, platform_close_range(UInt32(first), UInt32(last)) != 0 else { return }
    // Before Linux 5.9: one by one, as /proc lists them.
    let open = (try? Faults.aside { () throws(Errno) in try listDirectory("/proc/self/fd") }) ?? []
    for case let number? in open.map({ CInt($0.name.string) }) where (first...last) ~= number {
      _ = Glibc.close(number)
    }
  }

  /// Makes standard input and output nobody's.
  package static func detachStandardStreams() throws(Errno) {
    for (number, flags) in [(0, O_RDONLY), (1, O_WRONLY)] as [(CInt, CInt)] {
      let null = try call(.open) { Int(unsafe Glibc.open("/dev/null", flags | O_CLOEXEC)) }
      _ = dup2(CInt(null), number)
      _ = Glibc.close(CInt(null))
    }
  }
}

/// Files that a thread, and what it starts, may have to do with once it has subjected itself to the
/// rules. All others can be looked at from outside (their names, sizes and times), and not opened.
package struct FileRules: ~Copyable, Sendable {
  package enum Right: Sendable, Hashable {
    /// To read files.
    case read
    /// To make files, name them, remove them and sync the folder; not to read them.
    case write
  }

  private let rules: Descriptor

  /// Rules that allow nothing.
  /// - Throws: ENOSYS or EOPNOTSUPP where the kernel has no Landlock or it is switched off.
  package init() throws(Errno) {
    let version = try Sys.call(.landlock) { Int(platform_landlock_version()) }
    rules = Descriptor(
      adopting: CInt(try Sys.call(.landlock) { Int(platform_landlock_create(CInt(version))) }))
  }

  /// To be kept open, where others are closed.
  package var descriptor: FileDescriptor { rules.borrowed }

  /// Allows it for a file, or for all that is beneath a folder. What cannot be opened needs no
  /// rule, and what the kernel has no rules for (a pipe, a namespace) has none: whoever opens it
  /// later is refused.
  ///
  /// - Throws: where something that there is has no rule for want of the machine's means.
  package func allow(_ right: Right, _ path: FilePath) throws(Errno) {
    guard let place = try opened(path).map({ Descriptor(adopting: $0) }) else { return }
    let rights = right == .read ? platform_landlock_read : platform_landlock_write
    do throws(Errno) {
      _ = try Sys.call(.landlock) {
        Int(platform_landlock_allow(rules.raw, place.raw, rights))
      }
    } catch {
      if error != Errno(rawValue: EBADFD) { throw error }
    }
  }

  /// - Returns: its number; nil where it cannot be opened, whoever tries.
  private func opened(_ path: FilePath) throws(Errno) -> CInt? {
    do throws(Errno) {
      return try Faults.aside { () throws(Errno) in try Sys.open(path, .place).release().rawValue }
    } catch {
      if [.noMemory, .tooManyOpenFiles, .tooManyOpenFilesInSystem].contains(error) { throw error }
      return nil
    }
  }

  /// Subjects the calling thread to the rules, for good. It must have forgone new privileges.
  package func apply() throws(Errno) {
    _ = try Sys.call(.landlock) { Int(platform_landlock_restrict(rules.raw)) }
  }
}
