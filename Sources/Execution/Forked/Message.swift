import Pipeline

/// How encoded bytes come along with a message.
package enum Payload: UInt8 {
  /// No bytes: the message is all there is.
  case none
  /// So many bytes follow the message in the same stream.
  case inline
  /// A descriptor of shared memory follows, holding so many bytes.
  case shared
}

/// What a coordinator says to a worker.
package enum Order: Equatable {
  /// Do this job. Its input comes as a payload, or is to be read by the worker. `again`: its output
  /// may be in place already, by a worker that died, and is to be replaced then.
  case job(id: Int, payload: Payload, bytes: Int, again: Bool = false)
  /// The memory asked for is yours.
  case granted
  /// Stop what you are doing; a job that was cut short fails as interrupted.
  case cancel
  /// No more jobs: finish and leave.
  case finish
  /// Give back the jobs that are not begun, and go on with those that are. Each is answered by
  /// `dropped`.
  case stop
}

/// What a worker says to its coordinator.
package enum Word: Equatable {
  /// Up and waiting for jobs, and kept so from doing harm.
  case ready(Protections)
  /// Computing begins; if the worker dies now, this job dies with it.
  case began(id: Int)
  /// Computing is over; the output is on its way.
  case computed(id: Int)
  /// A job that was not begun, and will not be.
  case dropped(id: Int)
  /// Wants so many bytes before it goes on. Answered by `granted`.
  case reserve(bytes: Int)
  case release(bytes: Int)
  /// Holds so many bytes more than it was granted.
  case exceed(bytes: Int)
  /// The end of a job. With a payload, the coordinator is to write it.
  case ended(Outcome, payload: Payload, bytes: Int)
  /// Last word: nanoseconds that this worker spent in sending and receiving, and that its threads
  /// were ready to run and had no CPU (nil is not known); the I/O engine that it had, and why not a
  /// better one, or not to the end ("" where there is nothing to say).
  case farewell(
    handoffNanoseconds: UInt64, runQueueDelay: UInt64?, engine: String, note: String)
  /// Last word of a worker that cannot work as it should, and why.
  case unable(reason: String)
}

extension Order {
  package var encoded: [UInt8] {
    var wire = WireWriter()
    switch self {
    case .job(let id, let payload, let bytes, let again):
      wire.put(UInt8(0))
      wire.put(id)
      wire.put(payload.rawValue)
      wire.put(bytes)
      wire.put(UInt8(again ? 1 : 0))
    case .granted: wire.put(UInt8(1))
    case .cancel: wire.put(UInt8(2))
    case .finish: wire.put(UInt8(3))
    case .stop: wire.put(UInt8(4))
    }
    return wire.bytes
  }

  package init(_ bytes: [UInt8]) throws(WireError) {
    var wire = WireReader(bytes)
    switch try wire.byte() {
    case 0:
      self = .job(
        id: try wire.count(), payload: try wire.payload(), bytes: try wire.count(),
        again: try wire.byte() != 0)
    case 1: self = .granted
    case 2: self = .cancel
    case 3: self = .finish
    case 4: self = .stop
    default: throw WireError()
    }
    try wire.finish()
  }
}

extension Word {
  package var encoded: [UInt8] {
    var wire = WireWriter()
    switch self {
    case .ready(let protections):
      wire.put(UInt8(0))
      wire.put(protections.rawValue)
    case .began(let id):
      wire.put(UInt8(1))
      wire.put(id)
    case .computed(let id):
      wire.put(UInt8(2))
      wire.put(id)
    case .reserve(let bytes):
      wire.put(UInt8(3))
      wire.put(bytes)
    case .release(let bytes):
      wire.put(UInt8(4))
      wire.put(bytes)
    case .ended(let outcome, let payload, let bytes):
      wire.put(UInt8(5))
      wire.put(outcome)
      wire.put(payload.rawValue)
      wire.put(bytes)
    case .farewell(let nanoseconds, let delay, let engine, let note):
      wire.put(UInt8(6))
      wire.put(nanoseconds)
      wire.put(UInt8(delay == nil ? 0 : 1))
      wire.put(delay ?? 0)
      wire.put(engine)
      wire.put(note)
    case .exceed(let bytes):
      wire.put(UInt8(7))
      wire.put(bytes)
    case .unable(let reason):
      wire.put(UInt8(8))
      wire.put(reason)
    case .dropped(let id):
      wire.put(UInt8(9))
      wire.put(id)
    }
    return wire.bytes
  }

  package init(_ bytes: [UInt8]) throws(WireError) {
    var wire = WireReader(bytes)
    switch try wire.byte() {
    case 0: self = .ready(Protections(rawValue: try wire.byte()))
    case 1: self = .began(id: try wire.count())
    case 2: self = .computed(id: try wire.count())
    case 3: self = .reserve(bytes: try wire.size())
    case 4: self = .release(bytes: try wire.size())
    case 5:
      self = .ended(
        try wire.outcome(), payload: try wire.payload(), bytes: try wire.count())
    case 6:
      let nanoseconds = try wire.duration()
      let isKnown = try wire.byte() != 0
      let delay = try wire.duration()
      self = .farewell(
        handoffNanoseconds: nanoseconds, runQueueDelay: isKnown ? delay : nil,
        engine: try wire.string(), note: try wire.string())
    case 7: self = .exceed(bytes: try wire.size())
    case 8: self = .unable(reason: try wire.string())
    case 9: self = .dropped(id: try wire.count())
    default: throw WireError()
    }
    try wire.finish()
  }
}

extension WireReader {
  fileprivate mutating func payload() throws(WireError) -> Payload {
    guard let payload = Payload(rawValue: try byte()) else { throw WireError() }
    return payload
  }
}
