import CURing
import Memory
import Platform
import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// An io_uring: steps go in with a tag, results come out with it. For one thread.
///
/// Steps pass the fault seam before they are prepared: one that is to fail never reaches the
/// kernel, so that nothing happens behind its back. Completions pass it, too.
@safe
final class Ring: @unchecked Sendable {
  struct Completion {
    var tag: UInt64
    /// As the system call would return it, with the errno negated on failure.
    var result: CInt
  }

  /// Whether a step was put in the ring, or must be dealt with otherwise.
  enum Acceptance {
    case submitted
    /// The seam says so.
    case failed(Errno)
    /// The kernel's ring lacks the call.
    case unsupported
  }

  private let ring: OpaquePointer
  private let limited: Bool
  /// Copies of the paths in the ring, by tag. Older kernels look at them after submission.
  private var paths: [UInt64: [PathCopy]] = [:]
  /// What completions are to say instead of the truth, by tag.
  private var planted: [UInt64: FaultPlan.Effect] = [:]
  /// Completions that are held back, and whether others had a chance to overtake them.
  private var late: [Completion] = []
  private var isOvertaken = false
  /// Times in a row that the kernel had no memory or no room.
  private var shortages = 0

  /// - Parameters:
  ///   - entries: steps that can be in the ring at the same time.
  ///   - limited: do without the calls that older kernels lack.
  /// - Throws: ENOSYS where the kernel has no rings or too old ones, EPERM where a container
  ///   forbids them, ENOMEM where they count as locked memory.
  init(entries: Int, limited: Bool = false) throws(Errno) {
    if case .fail(let errno)? = Faults.strike(.ringSetup) { throw errno }
    var error: CInt = 0
    guard let ring = unsafe uring_create(UInt32(entries), &error) else {
      throw Errno(rawValue: error)
    }
    let required = [URING_OPEN, URING_READ, URING_WRITE, URING_FSYNC, URING_CLOSE, URING_POLL]
    guard required.allSatisfy({ unsafe uring_supports(ring, $0) != 0 }) else {
      unsafe uring_destroy(ring)
      throw .noFunction
    }
    unsafe self.ring = ring
    self.limited = limited
  }

  deinit { unsafe uring_destroy(ring) }

  private func supports(_ call: uring_call) -> Bool {
    let isRecent = [URING_ENTER, URING_LINK, URING_RENAME, URING_UNLINK].contains(call)
    if limited, isRecent { return false }
    return unsafe uring_supports(ring, call) != 0
  }
}

// Into the ring.
extension Ring {
  /// Prepares a step. Its blocks must live until its completion has come out.
  func prepare(_ step: Step, tag: UInt64) -> Acceptance {
    guard let (code, call) = step.ringCall, supports(code) else { return .unsupported }
    let others: FaultPlan.Others = step.bytes > 1 ? .short : []
    var effect = Faults.strike(call, others)
    // As a call that a signal interrupts is made again, save closing, which has been done then.
    while effect == .fail(.interrupted) {
      effect = step.isClosing ? nil : Faults.strike(call, others)
    }
    if case .fail(let errno)? = effect { return .failed(errno) }
    let isShort = effect == .short
    if plant(Faults.strike(.ringAnswer, others.union(.late)), on: step, tag) {
      // What fails has not been done. Closing is the exception, unless it was never begun: the
      // descriptor is gone all the same.
      unsafe uring_nop(ring, tag)
      return .submitted
    }
    switch step {
    case .read(let file, let block, let offset):
      prepareRead(file, block, offset, isShort: isShort, tag: tag)
    case .write(let file, let block, let offset):
      prepareWrite(file, block, offset, isShort: isShort, tag: tag)
    default: prepareName(step, tag: tag)
    }
    return .submitted
  }

  /// - Returns: whether the step is not to be done.
  private func plant(_ effect: FaultPlan.Effect?, on step: Step, _ tag: UInt64) -> Bool {
    guard let effect else { return false }
    planted[tag] = effect
    guard case .fail(let errno) = effect else { return false }
    return !step.isClosing || errno == .canceled || errno == .resourceTemporarilyUnavailable
  }

  /// Asks for one completion when the descriptor becomes readable.
  func prepareWait(for descriptor: FileDescriptor, tag: UInt64) {
    unsafe uring_poll_in(ring, tag, descriptor.rawValue)
  }

  private func prepareRead(
    _ file: FileDescriptor, _ block: ByteBlock, _ offset: Int, isShort: Bool, tag: UInt64
  ) {
    // The pointer leaves the closure. That is sound because a block's memory stays where it is for
    // as long as the block lives, which is until the completion, and nobody else touches it.
    unsafe block.fill { storage in
      let room = unsafe UnsafeMutableRawBufferPointer(rebasing: storage[offset...])
      unsafe uring_read(
        ring, tag, file.rawValue, room.baseAddress, Self.length(room.count, isShort),
        UInt64(offset))
      return offset
    }
  }

  private func prepareWrite(
    _ file: FileDescriptor, _ block: ByteBlock, _ offset: Int, isShort: Bool, tag: UInt64
  ) {
    // As above; a block being written is not changed by anybody.
    unsafe block.withBytes { bytes in
      let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[offset...])
      unsafe uring_write(
        ring, tag, file.rawValue, rest.baseAddress, Self.length(rest.count, isShort),
        UInt64(offset))
    }
  }

  /// Bytes to ask for: no more than fit in the ring's field; the operation goes on with the rest.
  private static func length(_ count: Int, _ isShort: Bool) -> UInt32 {
    UInt32(min(isShort ? Sys.shortened(count) : count, 1 << 30))
  }

  private func prepareName(_ step: Step, tag: UInt64) {
    switch step {
    case .enter(let path, let root):
      unsafe uring_enter(ring, tag, Sys.number(of: root), keep(path, tag), root == nil ? 0 : 1)
    case .open(let path, let how, let folder):
      unsafe uring_open(
        ring, tag, Sys.number(of: folder), keep(path, tag), how.flags, Sys.Opening.permissions)
    case .sync(let file): unsafe uring_fsync(ring, tag, file.rawValue)
    case .link(let source, let target, let following, let folder):
      unsafe uring_link(
        ring, tag, Sys.number(of: folder), keep(source, tag), keep(target, tag),
        following ? AT_SYMLINK_FOLLOW : 0)
    case .rename(let source, let target, let replace, let folder):
      unsafe uring_rename(
        ring, tag, Sys.number(of: folder), keep(source, tag), keep(target, tag),
        replace ? 0 : Sys.noReplace)
    case .unlink(let path, let folder):
      unsafe uring_unlink(ring, tag, Sys.number(of: folder), keep(path, tag))
    case .close(let file): unsafe uring_close(ring, tag, file.rawValue)
    case .read, .write, .walk, .inspect, .done: preconditionFailure("no name in it")
    }
  }

  /// A copy of the path that lives until the completion of that tag.
  @unsafe
  private func keep(_ path: FilePath, _ tag: UInt64) -> UnsafePointer<CChar> {
    let copy = PathCopy(path)
    paths[tag, default: []].append(copy)
    return unsafe UnsafePointer(copy.pointer)
  }
}

// Out of the ring.
extension Ring {
  /// Hands what was prepared to the kernel and waits for at least one completion.
  /// - Parameter nanoseconds: how long at most; nil for ever.
  /// - Throws: where the ring is of no more use. What the kernel has taken still completes.
  func submitAndWait(nanoseconds: UInt64?) throws(Errno) {
    var limit = nanoseconds.map { Int64(clamping: $0) } ?? -1
    if !late.isEmpty {
      limit = limit < 0 ? Self.moment : min(limit, Self.moment)
      isOvertaken = true
    }
    switch enter(limit) {
    // Time up, or a signal: the caller comes again.
    case 0, ETIME, EINTR: shortages = 0
    // Soon it may be so no more.
    case let error where Self.shortage.contains(error) && shortages < Self.patience:
      shortages += 1
      Clock.sleep(until: Clock.wall() + UInt64(Self.moment))
    case let error: throw Errno(rawValue: error)
    }
  }

  /// The kernel lacks memory, or room for completions.
  private static let shortage = [EAGAIN, EBUSY, ENOMEM]
  /// Shortages in a row, each of which costs a moment.
  private static let patience = 1_000

  /// Takes back a step that the kernel has not taken, from a ring that is of no more use.
  /// - Returns: its tag; nil where there is none.
  func withdraw() -> UInt64? {
    var tag: UInt64 = 0
    guard unsafe uring_withdraw(ring, &tag) != 0 else { return nil }
    paths[tag] = nil
    planted[tag] = nil
    return tag
  }

  /// Nanoseconds.
  private static let moment: Int64 = 1_000_000

  /// - Returns: 0 or the errno.
  private func enter(_ limit: Int64) -> CInt {
    if case .fail(let errno)? = Faults.strike(.ringEnter) { return errno.rawValue }
    return -(unsafe uring_submit_and_wait(ring, limit))
  }

  /// A completion that is there already, if any.
  func next() -> Completion? {
    while let completion = takeTrue() {
      switch planted.removeValue(forKey: completion.tag) {
      case nil: return completion
      case .fail(let errno):
        return Completion(tag: completion.tag, result: -errno.rawValue)
      case .short:
        let result = completion.result
        return Completion(tag: completion.tag, result: result > 1 ? result / 2 : result)
      case .late:
        late.append(completion)
        isOvertaken = false
      }
    }
    return isOvertaken ? late.popLast() : nil
  }

  /// What the kernel says.
  private func takeTrue() -> Completion? {
    var completion = uring_completion()
    guard unsafe uring_next(ring, &completion) != 0 else { return nil }
    paths[completion.tag] = nil
    return Completion(tag: completion.tag, result: completion.result)
  }
}

/// A NUL-terminated copy of a path at a stable address.
@safe
private final class PathCopy {
  let pointer: UnsafeMutablePointer<CChar>

  init(_ path: FilePath) {
    let copy = unsafe path.withPointer { path in
      let size = unsafe strlen(path) + 1
      let copy = UnsafeMutablePointer<CChar>.allocate(capacity: size)
      unsafe copy.initialize(from: path, count: size)
      return unsafe copy
    }
    unsafe pointer = copy
  }

  deinit { unsafe pointer.deallocate() }
}

extension Step {
  /// How the ring and the fault seam call it; nil for what only the caller's thread does.
  fileprivate var ringCall: (code: uring_call, call: Sys.Call)? {
    switch self {
    case .enter: (URING_ENTER, .openat2)
    case .open: (URING_OPEN, .open)
    case .read: (URING_READ, .read)
    case .write: (URING_WRITE, .write)
    case .sync: (URING_FSYNC, .fsync)
    case .link: (URING_LINK, .link)
    case .rename: (URING_RENAME, .rename)
    case .unlink: (URING_UNLINK, .unlink)
    case .close: (URING_CLOSE, .close)
    // The file was opened just now, so its status is in memory: no reason to wait for a ring.
    // A walk is many calls, for kernels without `enter`.
    case .inspect, .walk, .done: nil
    }
  }
}
