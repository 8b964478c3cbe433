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
    /// With the threads that the server had then; nil where that is not known.
    case spawned(worker: Int, process: Int, threads: Int?)
    case failed(worker: Int, errno: CInt)
    /// With the most memory it had, in bytes.
    case exited(worker: Int, process: Int, cause: Sys.Ending.Cause, peakResident: UInt64)
  }

  let process: CInt
  let channel: Channel
  /// Threads that the process had when it forked the server; nil where that is not known.
  let threads: Int?

  /// Forks the server. The calling process must have one thread.
  ///
  /// - Parameters:
  ///   - inherited: descriptors that workers have besides their socket; all others are closed.
  ///   - stop: a server that takes and says nothing is not waited for when this is cancelled.
  ///   - body: what a worker does, in its own process, with its number and its socket.
  static func start(
    inheriting inherited: [FileDescriptor], until stop: StopRequest,
    _ body: (Int, Channel) -> Void
  ) throws(Errno) -> ForkServer {
    let (ours, theirs) = try Channel.pair(givingUp: { stop.isCancelled })
    let parent = Sys.processID
    let threads = Sys.threadCount()
    Sys.expectChildren()
    switch try Sys.fork() {
    case .child:
      ForkServerLoop.enterChild(of: parent)
      Sys.close(ours.descriptor)
      var loop = ForkServerLoop(theirs, inherited)
      loop.run(body)
      Sys.exitNow(0)
    case .parent(let child):
      return ForkServer(process: child, channel: ours, threads: threads)
    }
  }

  /// Asks for a worker that will talk through `socket`, which the caller then closes. The server
  /// answers each time, and stops to listen while its answers are not heard: so whoever asks for
  /// many hears what it says in between.
  func spawn(worker: Int, socket: FileDescriptor) throws(Errno) {
    var wire = WireWriter()
    wire.put(worker)
    try channel.send(wire.bytes, passing: socket)
  }

  /// The next piece of news; nil when the server is gone.
  func receive() throws(WireError) -> News? {
    guard let bytes = try channel.receive() else { return nil }
    return try News(bytes)
  }

  /// Tells the server to go and waits for it.
  ///
  /// - Returns: what it and all its workers used together; nil where it was killed, since nobody
  ///   then waited for its workers.
  func end() -> ResourceUsage? {
    var wire = WireWriter()
    wire.put(ForkServerLoop.leave)
    try? channel.send(wire.bytes)
    guard let ending = (try? Sys.wait(for: process)) ?? nil, ending.cause == .exited(code: 0) else {
      return nil
    }
    return ending.usage
  }
}

/// The fork server's own side: one thread, a poll loop, a table of children.
struct ForkServerLoop {
  /// Said in place of a worker's number.
  static let leave = -1
  /// Stands for an end that somebody else was told of.
  private static let unknownCode: CInt = 255

  private struct Child {
    var worker: Int
    var process: CInt
    /// Readable when the child has ended, however it ended: it holds the other end and never
    /// writes.
    var lifeline: FileDescriptor
  }

  private let control: Channel
  private let inherited: [FileDescriptor]
  private var children: [Child] = []

  init(_ control: Channel, _ inherited: [FileDescriptor]) {
    self.control = control
    self.inherited = inherited
  }

  /// What every process of ours does first: it dies with its parent, and leaves the terminal's
  /// signals to the coordinator.
  static func enterChild(of parent: CInt) {
    Sys.dieWithParent()
    // The parent may have died before the kernel was asked.
    if Sys.parentID != parent { Sys.exitNow(1) }
    StopSignals.ignore()
  }

  mutating func run(_ body: (Int, Channel) -> Void) {
    while true {
      var polls = [Sys.Poll(control.descriptor)] + children.map { Sys.Poll($0.lifeline) }
      guard (try? Sys.poll(&polls)) != nil else { break }
      for poll in polls.dropFirst() where poll.canRead || poll.hungUp { bury(poll.descriptor) }
      if polls[0].canRead || polls[0].hungUp, !obey(body) { break }
    }
    for child in children { try? Sys.kill(child.process, Sys.killSignal) }
    for child in children { _ = try? Sys.wait(for: child.process) }
  }

  /// Takes one order; false when there is nobody left to take orders from.
  private mutating func obey(_ body: (Int, Channel) -> Void) -> Bool {
    guard let bytes = (try? control.receive()) ?? nil else { return false }
    var wire = WireReader(bytes)
    guard let worker = try? wire.integer(), worker >= 0 else { return false }
    let socket: Channel
    do throws(Errno) {
      guard let received = try Sys.receiveDescriptor(control.descriptor) else { return false }
      socket = Channel(received)
    } catch {
      // It may still be in the stream, and would be taken for the next order.
      tell(.failed(worker: worker, errno: error.rawValue))
      return false
    }
    do throws(Errno) {
      try fork(worker, socket, body)
    } catch {
      tell(.failed(worker: worker, errno: error.rawValue))
    }
    return true
  }

  private mutating func fork(
    _ worker: Int, _ socket: Channel, _ body: (Int, Channel) -> Void
  ) throws(Errno) {
    var lifeline: FileDescriptor?
    var held: FileDescriptor?
    try Sys.socketPair().split {
      lifeline = $0.release()
      held = $1.release()
    }
    guard let lifeline, let held else { preconditionFailure("a pair without its ends") }
    let threads = Sys.threadCount()
    let server = Sys.processID
    let fork: Sys.Fork
    do throws(Errno) {
      fork = try Sys.fork()
    } catch {
      Sys.close(lifeline)
      Sys.close(held)
      throw error
    }
    switch fork {
    case .child:
      ForkServerLoop.enterChild(of: server)
      // `held` stays open for as long as this process lives. What else the server and the
      // coordinator had open (the journal, other workers' sockets) is none of a worker's business.
      Sys.closeDescriptors(keeping: [held, socket.descriptor] + inherited)
      // After that, since it opens one to keep.
      RunQueue.beginAnew()
      body(worker, socket)
      Sys.exitNow(0)
    case .parent(let process):
      Sys.close(held)
      children.append(Child(worker: worker, process: process, lifeline: lifeline))
      tell(.spawned(worker: worker, process: Int(process), threads: threads))
    }
  }

  private mutating func bury(_ lifeline: FileDescriptor) {
    guard let index = children.firstIndex(where: { $0.lifeline == lifeline }) else { return }
    let child = children.remove(at: index)
    Sys.close(child.lifeline)
    let end = (try? Sys.wait(for: child.process)) ?? nil
    tell(
      .exited(
        worker: child.worker, process: Int(child.process),
        cause: end?.cause ?? .exited(code: ForkServerLoop.unknownCode),
        peakResident: end?.usage.peakResident ?? 0))
  }

  private func tell(_ news: ForkServer.News) { try? control.send(news.encoded) }
}

extension ForkServer.News {
  var encoded: [UInt8] {
    var wire = WireWriter()
    switch self {
    case .spawned(let worker, let process, let threads):
      wire.put(UInt8(0))
      // No process has 0 threads: that stands for unknown.
      for value in [worker, process, threads ?? 0] { wire.put(value) }
    case .failed(let worker, let errno):
      wire.put(UInt8(1))
      for value in [worker, Int(errno)] { wire.put(value) }
    case .exited(let worker, let process, .exited(let code), let peak):
      wire.put(UInt8(2))
      for value in [worker, process, Int(code)] { wire.put(value) }
      wire.put(peak)
    case .exited(let worker, let process, .killed(let signal), let peak):
      wire.put(UInt8(3))
      for value in [worker, process, Int(signal)] { wire.put(value) }
      wire.put(peak)
    }
    return wire.bytes
  }

  init(_ bytes: [UInt8]) throws(WireError) {
    var wire = WireReader(bytes)
    let kind = try wire.byte()
    let worker = try wire.count()
    switch kind {
    case 0:
      let process = try wire.count()
      let threads = try wire.count()
      self = .spawned(worker: worker, process: process, threads: threads == 0 ? nil : threads)
    case 1: self = .failed(worker: worker, errno: CInt(truncatingIfNeeded: try wire.integer()))
    case 2, 3:
      let process = try wire.count()
      let number = CInt(truncatingIfNeeded: try wire.integer())
      self = .exited(
        worker: worker, process: process,
        cause: kind == 2 ? .exited(code: number) : .killed(signal: number),
        peakResident: try wire.word())
    default: throw WireError()
    }
    try wire.finish()
  }
}
