import Platform

/// What two ways of looking at the same processes, one right after the other, said: from there on,
/// the cheap one tells what the dear one would.
package struct MemoryReference: Sendable {
  /// Nanoseconds after which another is to be taken.
  package static let renewal: UInt64 = 250_000_000

  package let processes: [CInt]
  /// Proportional set sizes, added up.
  private let proportional: UInt64
  /// Resident pages, added up: just before, and just after.
  private let before: ResidentMemory
  private let after: ResidentMemory
  /// Nanoseconds of the monotonic clock.
  private let time: UInt64

  package init(
    processes: [CInt], proportional: UInt64, before: ResidentMemory, after: ResidentMemory,
    time: UInt64
  ) {
    self.processes = processes
    self.proportional = proportional
    self.before = before
    self.after = after
    self.time = time
  }

  /// The sum of the proportional sizes where these are the resident pages now.
  ///
  /// Memory that is no file's comes and goes in one process, but for pages that were there before
  /// a fork; a block of shared memory is seldom in more than one. Of a program's own pages each
  /// process soon has the same, and they are there once for all.
  package func likely(_ now: ResidentMemory) -> UInt64 {
    let files = change(\.files, now) / Int64(max(processes.count, 1))
    return sum(change(\.anonymous, now) + change(\.shared, now) + files)
  }

  /// As above, as if nothing that was added were shared, and nothing that went made room.
  package func most(_ now: ResidentMemory) -> UInt64 {
    sum(change(\.anonymous, now) + change(\.shared, now) + max(change(\.files, now), 0))
  }

  /// Whether the dear look is worth taking again: after some time, and where there may be more
  /// memory than ever.
  package func wantsRenewal(_ now: ResidentMemory, at clock: UInt64, peak: UInt64) -> Bool {
    clock >= time + Self.renewal || most(now) > peak
  }

  private func change(_ kind: KeyPath<ResidentMemory, UInt64>, _ now: ResidentMemory) -> Int64 {
    Int64(clamping: now[keyPath: kind])
      - Int64(clamping: before[keyPath: kind] / 2 + after[keyPath: kind] / 2)
  }

  private func sum(_ change: Int64) -> UInt64 {
    UInt64(max(Int64(clamping: proportional) + change, 0))
  }
}
