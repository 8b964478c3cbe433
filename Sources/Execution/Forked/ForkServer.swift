import Platform
import SystemPackage

/// The process that makes worker processes.
///
/// Forking a process that has threads is a trap: the child gets one thread and every lock as some
/// other thread left it. A coordinator needs threads, for overlapped I/O, and must still be able to
/// replace a worker that dies in the middle of a batch. So, before it starts its first thread, it
/// forks this server, which never starts one and does nothing but fork workers when told to, wait
/// for them, and say how they ended.
///
///     coordinator ──spawn(worker, socket)──▶ fork server ──fork──▶ worker
///          ▲───────────spawned / exited──────────┘                   │
///          ╰───────────────────── the worker's socket ───────────────╯
///
/// Nobody outlives the coordinator: server and workers ask the kernel to be killed when the process
/// that forked them is gone, and leave when their socket closes.
struct ForkServer {
  /// What the server says.
  enum News: Equatable {
    case spawned(worker: Int, process: Int, threads: Int)
    case failed(worker: Int, errno: CInt)
    /// `status` as from waitpid(2).
    case exited(worker: Int, process: Int, status: CInt, usage: ChildUsage)
  }

  /// What a worker used in its life. Nanoseconds and bytes.
  struct ChildUsage: Equatable {
    var user: UInt64
    var system: UInt64
    var peakResident: UInt64
  }

  let process: CInt
  let channel: Channel

  /// Forks the server. The calling process must have one thread.
  ///
  /// - Parameter body: what a worker does, in its own process, with its number and its socket.
  static func start(_ body: (Int, Channel) -> Void) throws(Errno) -> ForkServer {
    let (ours, theirs) = try Sys.socketPair()
    let parent = Sys.processID()
    switch try Sys.fork() {
    case .child:
      try? Sys.close(ours)
      ForkServerLoop.enterChild(of: parent)
      var loop = ForkServerLoop(Channel(theirs))
      loop.run(body)
      Sys.exitNow(0)
    case .parent(let child):
      try? Sys.close(theirs)
      return ForkServer(process: child, channel: Channel(ours))
    }
  }

  /// Asks for a worker that will talk through `socket`, which the caller then closes.
  func spawn(worker: Int, socket: CInt) throws(Errno) {
    var wire = WireWriter()
    wire.put(worker)
    try channel.send(wire.bytes)
    try Sys.sendDescriptor(socket, over: channel.descriptor)
  }

  /// The next piece of news; nil when the server is gone.
  func receive() throws(WireError) -> News? {
    guard let bytes = try channel.receive() else { return nil }
    return try News(bytes)
  }

  /// Lets the server go and waits for it.
  ///
  /// - Returns: what it and all its workers used together.
  func end() -> ResourceUsage? {
    channel.close()
    return try? Sys.wait(for: process).usage
  }
}

/// The fork server's own side: one thread, a poll loop, a table of children.
struct ForkServerLoop {
  private struct Child {
    var worker: Int
    var process: CInt
    /// Closed by the kernel when the child ends, however it ends.
    var lifeline: CInt
  }

  private let control: Channel
  private var children: [Child] = []

  init(_ control: Channel) { self.control = control }

  /// What every process of ours does first: dies with its parent, and leaves the terminal's
  /// signals to the coordinator.
  static func enterChild(of parent: CInt) {
    Sys.dieWithParent()
    // The parent may have died before the kernel was asked.
    if Sys.parentID() != parent { Sys.exitNow(1) }
    Sys.ignoreTerminalSignals()
  }

  mutating func run(_ body: (Int, Channel) -> Void) {
    while true {
      let ready = Sys.poll([control.descriptor] + children.map(\.lifeline), timeout: nil)
      for descriptor in ready where descriptor != control.descriptor { bury(descriptor) }
      if ready.contains(control.descriptor), !spawn(body) { break }
    }
    for child in children { Sys.kill(child.process, .kill) }
    for child in children { _ = try? Sys.wait(for: child.process) }
  }

  /// Takes one order; false when the coordinator is gone.
  private mutating func spawn(_ body: (Int, Channel) -> Void) -> Bool {
    guard let bytes = (try? control.receive()) ?? nil else { return false }
    var wire = WireReader(bytes)
    guard let worker = try? wire.count(),
      let socket = try? Sys.receiveDescriptor(over: control.descriptor)
    else { return false }
    defer { try? Sys.close(socket) }
    do throws(Errno) {
      try fork(worker, socket, body)
    } catch {
      tell(.failed(worker: worker, errno: error.rawValue))
    }
    return true
  }

  private mutating func fork(
    _ worker: Int, _ socket: CInt, _ body: (Int, Channel) -> Void
  ) throws(Errno) {
    let (mine, theirs) = try Sys.socketPair()
    let threads = Sys.threadCount()
    let server = Sys.processID()
    let outcome: ForkResult
    do throws(Errno) {
      outcome = try Sys.fork()
    } catch {
      try? Sys.close(mine)
      try? Sys.close(theirs)
      throw error
    }
    switch outcome {
    case .child:
      ForkServerLoop.enterChild(of: server)
      // `theirs` stays open for as long as this process lives; nothing else does.
      for descriptor in [mine, control.descriptor] + children.map(\.lifeline) {
        try? Sys.close(descriptor)
      }
      body(worker, Channel(socket))
      Sys.exitNow(0)
    case .parent(let process):
      try? Sys.close(theirs)
      children.append(Child(worker: worker, process: process, lifeline: mine))
      tell(.spawned(worker: worker, process: Int(process), threads: threads))
    }
  }

  private mutating func bury(_ lifeline: CInt) {
    guard let index = children.firstIndex(where: { $0.lifeline == lifeline }) else { return }
    let child = children.remove(at: index)
    try? Sys.close(child.lifeline)
    guard let end = try? Sys.wait(for: child.process) else { return }
    tell(
      .exited(
        worker: child.worker, process: Int(child.process), status: end.status,
        usage: ForkServer.ChildUsage(
          user: end.usage.user, system: end.usage.system, peakResident: end.usage.peakResident)))
  }

  private func tell(_ news: ForkServer.News) { try? control.send(news.encoded) }
}

extension ForkServer.News {
  var encoded: [UInt8] {
    var wire = WireWriter()
    switch self {
    case .spawned(let worker, let process, let threads):
      wire.put(UInt8(0))
      for value in [worker, process, threads] { wire.put(value) }
    case .failed(let worker, let errno):
      wire.put(UInt8(1))
      for value in [worker, Int(errno)] { wire.put(value) }
    case .exited(let worker, let process, let status, let usage):
      wire.put(UInt8(2))
      for value in [worker, process, Int(status)] { wire.put(value) }
      for value in [usage.user, usage.system, usage.peakResident] { wire.put(value) }
    }
    return wire.bytes
  }

  init(_ bytes: [UInt8]) throws(WireError) {
    var wire = WireReader(bytes)
    switch try wire.byte() {
    case 0:
      self = .spawned(
        worker: try wire.count(), process: try wire.count(), threads: try wire.count())
    case 1: self = .failed(worker: try wire.count(), errno: CInt(truncatingIfNeeded: try wire.integer()))
    case 2:
      self = .exited(
        worker: try wire.count(), process: try wire.count(),
        status: CInt(truncatingIfNeeded: try wire.integer()),
        usage: ForkServer.ChildUsage(
          user: try wire.word(), system: try wire.word(), peakResident: try wire.word()))
    default: throw WireError()
    }
    try wire.finish()
  }
}
