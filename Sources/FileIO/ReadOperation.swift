import Memory
import Platform
import SystemPackage

/// Open, look what it is, read to the end, close.
///
/// The size seen at the start is a hint: one that has grown is read on to its end, up to the
/// limit, and one that has shrunk ends where it ends.
final class ReadOperation: FileOperation, @unchecked Sendable {
  private enum Phase { case opening, inspecting, reading, closing }

  private let request: ReadRequest
  private let completion: @Sendable (ReadResult) -> Void
  private var phase = Phase.opening
  private var file: FileDescriptor?
  private var block: ByteBlock?
  private var error: FileError?

  init(_ request: ReadRequest, _ completion: @escaping @Sendable (ReadResult) -> Void) {
    self.request = request
    self.completion = completion
  }

  deinit { precondition(file == nil, "a read was dropped with its file open") }

  var bytesMoved: Int { block?.count ?? 0 }

  func begin() -> Step { .open(request.path, .reading, in: nil) }

  func advance(_ answer: Answer) -> Step {
    switch (phase, answer) {
    case (.opening, .number(let number)):
      let file = FileDescriptor(rawValue: CInt(number))
      self.file = file
      phase = .inspecting
      return .inspect(file)
    case (.opening, .failed(let errno)): return fail(.open, errno)
    case (.inspecting, .status(let status)): return accept(status)
    case (.inspecting, .failed(let errno)): return fail(.inspect, errno)
    case (.reading, .number(0)): return close()
    case (.reading, .number(let count)): return took(count)
    case (.reading, .failed(let errno)): return fail(.read, errno)
    case (.closing, _): return .done
    default: preconditionFailure("an answer to another question")
    }
  }

  func complete(_ span: IOSpan) {
    if let block, error == nil {
      completion(ReadResult(bytes: .success(block), span: span))
    } else {
      let error = error ?? FileError(.read, request.path, .ioError)
      completion(ReadResult(bytes: .failure(error), span: span))
    }
  }

  private func accept(_ status: FileStatus) -> Step {
    guard status.kind == .regular else {
      return fail(
        .read, status.kind == .directory ? .isDirectory : .invalidArgument,
        "it is \(status.kind.words), not a regular file")
    }
    guard status.size <= request.limit else { return refuse(size: "\(status.size) bytes") }
    // One byte more than is expected, so that the end is seen without growing.
    return grow(to: status.size + 1)
  }

  private func took(_ count: Int) -> Step {
    guard let block else { preconditionFailure("read into nothing") }
    let total = block.count + count
    unsafe block.fill { _ in total }
    guard total <= request.limit else {
      return refuse(size: "more than \(request.limit) bytes by now")
    }
    if total < block.capacity { return readOn(into: block) }
    let doubled = max(total, 32 << 10).multipliedReportingOverflow(by: 2)
    return grow(to: min(doubled.overflow ? .max : doubled.partialValue, request.limit) + 1)
  }

  /// Goes on in a block of that capacity, which has what was read so far.
  private func grow(to capacity: Int) -> Step {
    do throws(Errno) {
      let larger = try allocate(capacity)
      if let block {
        unsafe larger.fill { storage in
          unsafe block.withBytes { unsafe storage.copyMemory(from: $0) }
          return block.count
        }
      }
      block = larger
      phase = .reading
      return readOn(into: larger)
    } catch {
      return fail(.read, error, shortage(error, of: capacity - 1))
    }
  }

  private func shortage(_ errno: Errno, of bytes: Int) -> String {
    switch errno {
    case .noMemory: "no memory for its \(bytes) bytes (\(errno))"
    case .tooManyOpenFiles, .tooManyOpenFilesInSystem:
      "no descriptor for the shared memory of its \(bytes) bytes (\(errno)); try a higher "
        + "`ulimit -n`, or --handoff pipe"
    default: "no shared memory for its \(bytes) bytes (\(errno))"
    }
  }

  private func allocate(_ capacity: Int) throws(Errno) -> ByteBlock {
    if request.shared { return try SharedMemory.create(capacity: capacity) }
    guard let block = ByteBlock(capacity: capacity) else { throw .noMemory }
    return block
  }

  private func readOn(into block: ByteBlock) -> Step {
    guard let file else { preconditionFailure("read from nothing") }
    return .read(file, into: block, at: block.count)
  }

  private func refuse(size: String) -> Step {
    fail(
      .read, .fileTooLarge,
      "it has \(size), and the limit is \(request.limit), which --max-bytes sets")
  }

  private func fail(_ action: FileError.Action, _ errno: Errno, _ note: String? = nil) -> Step {
    error = FileError(action, request.path, errno, note: note)
    return close()
  }

  private func close() -> Step {
    guard let file else { return .done }
    self.file = nil
    phase = .closing
    return .close(file)
  }
}
