import FileIO
import Memory
import Platform
import Synchronization
import SystemPackage

/// The engines that the same tests are run on.
enum EngineUnderTest: String, CaseIterable, Sendable {
  case blocking, pool, uring
  /// A ring on a kernel that cannot link, rename or unlink through it.
  case oldURing

  /// Those that can be had here: a container may forbid rings.
  static let available: [EngineUnderTest] = {
    allCases.filter { engine in
      do {
        try engine.make().shutdown()
        return true
      } catch {
        print("NOT TESTED HERE: engine \(engine.rawValue): \(error)")
        return false
      }
    }
  }()

  func make(depth: Int = 8, pace: Pace? = nil) throws(FileError) -> any FileEngine {
    switch self {
    case .blocking: BlockingEngine(pace: pace)
    case .pool: try PoolEngine(threads: 4, pace: pace)
    case .uring: try URingEngine(depth: depth, pace: pace)
    case .oldURing: try URingEngine(depth: depth, pace: pace, limited: true)
    }
  }

  /// Runs `body` with an engine that is shut down afterwards.
  func run<Result>(
    depth: Int = 8, pace: Pace? = nil, _ body: (any FileEngine) throws -> Result
  ) throws -> Result {
    let engine = try make(depth: depth, pace: pace)
    defer { engine.shutdown() }
    return try body(engine)
  }
}

/// A value that another thread delivers.
final class Box<Value: Sendable>: @unchecked Sendable {
  private let mutex = PThreadMutex()
  private let filled = PThreadCondition()
  private var value: Value?

  func put(_ value: Value) {
    mutex.withLock {
      precondition(self.value == nil, "completed twice")
      self.value = value
      filled.signal()
    }
  }

  func take() -> Value {
    mutex.withLock {
      while true {
        if let value { return value }
        filled.wait(mutex)
      }
    }
  }

  /// Nil where it does not come in a minute, which is for ever.
  func takeSoon() -> Value? {
    mutex.withLock {
      let end = Clock.wall() + 60_000_000_000
      while value == nil, Clock.wall() < end {
        _ = filled.wait(mutex, nanoseconds: 1_000_000_000)
      }
      return value
    }
  }
}

extension FileEngine {
  /// Reads and waits for the result.
  func readNow(
    _ path: FilePath, limit: Int = 1 << 30, shared: Bool = false
  ) throws -> ByteBlock {
    let box = Box<ReadResult>()
    read(ReadRequest(path: path, limit: limit, shared: shared)) { box.put($0) }
    return try box.take().bytes.get()
  }

  /// Writes and waits for the result.
  func writeNow(
    _ path: FilePath, _ bytes: [UInt8], replace: Bool = false, durability: Durability = .none
  ) -> FileError? {
    guard let block = ByteBlock(bytes) else { fatalError("out of memory") }
    let box = Box<WriteResult>()
    let request = WriteRequest(path: path, bytes: block, replace: replace, durability: durability)
    write(request) { box.put($0) }
    return box.take().error
  }
}

/// A fresh directory, removed with what is in it at the end of `body`.
func withTemporaryDirectory<Result>(
  in parent: FilePath = "/tmp", _ body: (FilePath) throws -> Result
) throws -> Result {
  let number = directories.add(1, ordering: .relaxed).newValue
  let path = parent.appending("triptych-test-\(Sys.processID)-\(number)")
  try Sys.makeDirectory(path)
  defer { removeTree(path) }
  return try body(path)
}

/// Where files are in memory, if there is such a place: for tests that make very many.
let fastDirectory: FilePath =
  (try? Sys.status("/dev/shm").kind) == .directory ? "/dev/shm" : "/tmp"

extension FaultPlan {
  /// Descriptors opened under the plan and not closed: counted at the seam, since other tests open
  /// and close theirs at the same time.
  var descriptorsLeftOpen: Int {
    let opened = [Sys.Call.open, .openat2, .eventfd, .memfd].map { calls(of: $0) - hits(of: $0) }
    return opened.reduce(0, +) - calls(of: .close)
  }
}

private let directories = Atomic<Int>(0)

private func removeTree(_ path: FilePath) {
  for entry in (try? Sys.listDirectory(path)) ?? [] {
    let child = path.appending(entry.name)
    if entry.kind == .directory { removeTree(child) } else { try? Sys.unlink(child) }
  }
  try? Sys.removeDirectory(path)
}

/// Names in a directory, sorted.
func names(in directory: FilePath) throws -> [String] {
  try Sys.listDirectory(directory).map(\.name.string).sorted()
}

func makeFile(_ path: FilePath, _ bytes: [UInt8]) throws {
  let file = try Sys.open(path, .new)
  try unsafe bytes.withUnsafeBytes { try unsafe Sys.writeAll(file.borrowed, $0) }
}
