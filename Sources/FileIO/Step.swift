import Memory
import Platform
import SystemPackage

/// One system call that a file operation wants made. How and by whom is the engine's business.
///
/// Paths are relative to the folder named with them, and to the working directory without one.
enum Step: Sendable {
  /// A descriptor of the folder. With a root, no part of the path may lead out of it or be a link.
  case enter(FilePath, beneath: FileDescriptor?)
  /// The same by older calls.
  case walk(FilePath, beneath: FileDescriptor?)
  case open(FilePath, Sys.Opening, in: FileDescriptor?)
  case inspect(FileDescriptor)
  /// Reads into the block's capacity; offsets in the file and in the block are the same.
  case read(FileDescriptor, into: ByteBlock, at: Int)
  /// Writes the rest of the block.
  case write(FileDescriptor, from: ByteBlock, at: Int)
  case sync(FileDescriptor)
  case link(FilePath, to: FilePath, followingSource: Bool, in: FileDescriptor?)
  case rename(FilePath, to: FilePath, replace: Bool, in: FileDescriptor?)
  case unlink(FilePath, in: FileDescriptor?)
  case close(FileDescriptor)
  /// Nothing more: the operation is over.
  case done
}

extension Step {
  /// How many bytes it would move.
  var bytes: Int {
    switch self {
    case .read(_, let block, let offset): block.capacity - offset
    case .write(_, let block, let offset): block.count - offset
    default: 0
    }
  }

  var isClosing: Bool {
    if case .close = self { true } else { false }
  }
}

/// What became of a step.
enum Answer: Sendable {
  /// A descriptor number, a count of bytes, or 0.
  case number(Int)
  case status(FileStatus)
  case failed(Errno)
}

/// A whole-file operation as a machine that knows which call comes next but makes none itself, so
/// that every engine, synchronous or not, runs the same one.
///
/// It belongs to one thread at a time.
protocol FileOperation: AnyObject, Sendable {
  /// The first step.
  func begin() -> Step
  /// The step that follows, now that the last one has this result.
  func advance(_ answer: Answer) -> Step
  /// Bytes moved so far.
  var bytesMoved: Int { get }
  /// Reports the result to whoever asked; once, after the last step.
  func complete(_ span: IOSpan)
}

extension Step {
  /// Makes the call on this thread.
  func perform() -> Answer {
    do throws(Errno) {
      switch self {
      case .enter(let path, let root):
        return .number(Int(try Sys.enter(path, beneath: root).release().rawValue))
      case .walk(let path, let root):
        return .number(Int(try Sys.walk(path, beneath: root).release().rawValue))
      case .open(let path, let how, let folder):
        return .number(Int(try Sys.open(path, how, in: folder).release().rawValue))
      case .inspect(let file):
        return .status(try Sys.status(file))
      case .read(let file, let block, let offset):
        return .number(try Self.read(file, into: block, at: offset))
      case .write(let file, let block, let offset):
        let written = try unsafe block.withBytes { bytes throws(Errno) in
          try unsafe Sys.write(
            file, at: offset, from: UnsafeRawBufferPointer(rebasing: bytes[offset...]))
        }
        return .number(written)
      case .sync(let file):
        try Sys.fsync(file)
      case .link(let source, let target, let following, let folder):
        try Sys.link(source, to: target, followingSource: following, in: folder)
      case .rename(let source, let target, let replace, let folder):
        try Sys.rename(source, to: target, replace: replace, in: folder)
      case .unlink(let path, let folder):
        try Sys.unlink(path, in: folder)
      case .close(let file):
        Sys.close(file)
      case .done:
        break
      }
      return .number(0)
    } catch {
      return .failed(error)
    }
  }

  private static func read(
    _ file: FileDescriptor, into block: ByteBlock, at offset: Int
  ) throws(Errno) -> Int {
    var count = 0
    try unsafe block.fill { storage throws(Errno) in
      count = try unsafe Sys.read(
        file, at: offset, into: UnsafeMutableRawBufferPointer(rebasing: storage[offset...]))
      // What counts as stored is for the operation to say, as it must where a ring does the
      // reading.
      return offset
    }
    return count
  }
}

extension FileOperation {
  /// Runs the operation from start to end on this thread, at that pace.
  func run(submitted: UInt64, pace: Pace?) {
    let started = Clock.wall()
    var step = begin()
    while true {
      if case .done = step { break }
      step = advance(step.perform())
    }
    if let pace { pace.wait(until: pace.due(started: started, bytes: bytesMoved)) }
    complete(IOSpan(submitted: submitted, finished: Clock.wall()))
  }
}
