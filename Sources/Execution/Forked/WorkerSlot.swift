import Pipeline
import Platform

/// What the coordinator knows of one worker process.
final class WorkerSlot {
  let index: Int
  private(set) var channel: Channel?
  var process = 0
  var assigned = Assignments()
  /// Nanoseconds of the monotonic clock, when the process was asked for.
  private(set) var asked: UInt64 = 0
  var isReady = false
  /// Whether its last word was a farewell.
  var hasLeft = false
  var isGone = false
  /// Whether it said that it cannot do I/O, or not safely; another one in its place could not
  /// either.
  var isUnable = false
  /// Whether it was asked for because another one had died.
  var isReplacement = false
  /// Whether its process number may belong to somebody else by now.
  var isReaped = false
  /// Jobs that ended here, so that a worker that never does any is not replaced for ever.
  var ended = 0

  /// The most bytes that any process in this slot had; they come one after the other.
  var peakResident: UInt64 = 0

  init(_ index: Int) { self.index = index }

  /// Whether something may still be heard from it.
  var isListening: Bool { channel != nil }

  func open(_ channel: Channel) {
    self.channel = channel
    asked = Clock.wall()
    isReady = false
    hasLeft = false
    isGone = false
    isUnable = false
    isReaped = false
    process = 0
    ended = 0
  }

  func close() {
    channel = nil
  }

  /// A worker that cannot be told is dead; its death is news from the fork server.
  func send(_ order: Order) { try? channel?.send(order.encoded) }
}
