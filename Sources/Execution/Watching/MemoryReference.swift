import Platform

/// What two ways of looking at processes, one right after the other, said: from there on, the
/// cheap one tells what the dear one would.
package struct MemoryReference: Sendable {
  package struct Entry: Sendable {
    /// Proportional set size.
    package var proportional: UInt64
    package var resident: ResidentMemory

    package init(proportional: UInt64, resident: ResidentMemory) {
      self.proportional = proportional
      self.resident = resident
    }
  }

  /// Nanoseconds after which another is to be taken.
  package static let renewal: UInt64 = 250_000_000

  private var entries: [CInt: Entry]
  /// Processes that came since the dear look.
  private var strangers: Set<CInt> = []
  /// Nanoseconds of the monotonic clock.
  private let time: UInt64

  /// - Parameter entries: by the processes' numbers.
  package init(_ entries: [CInt: Entry], time: UInt64) {
    self.entries = entries
    self.time = time
  }

  /// Takes up processes that are not known. What they have now was there before they were forked,
  /// and is counted already.
  package mutating func meet(_ now: [CInt: ResidentMemory]) {
    for (process, resident) in now where entries[process] == nil {
      entries[process] = Entry(proportional: 0, resident: resident)
      strangers.insert(process)
    }
  }

  /// The sum of the proportional sizes where these are the resident pages now, of processes that
  /// are known.
  ///
  /// Memory that is no file's comes and goes in one process, but for pages that were there before
  /// a fork; a block of shared memory is seldom in more than one. Of a program's own pages each
  /// process soon has the same, and they are there once for all.
  package func likely(_ now: [CInt: ResidentMemory]) -> UInt64 {
    sum(now, files: now.reduce(0) { max($0, growth(of: $1.key, to: $1.value)) })
  }

  /// As above, as if none of a program's pages that were added were shared.
  package func most(_ now: [CInt: ResidentMemory]) -> UInt64 {
    sum(now, files: now.reduce(0) { $0 + growth(of: $1.key, to: $1.value) })
  }

  /// How much the dear look is worth taking again.
  package enum Worth: Sendable {
    case nothing
    /// It is some time ago.
    case something
    /// Other processes are there, or there may be more memory than ever.
    case much
  }

  package func worthOfRenewal(
    _ now: [CInt: ResidentMemory], at clock: UInt64, peak: UInt64
  ) -> Worth {
    if !strangers.isEmpty || now.count < entries.count || most(now) > peak { return .much }
    return clock >= time + Self.renewal ? .something : .nothing
  }

  private func sum(_ now: [CInt: ResidentMemory], files: Int64) -> UInt64 {
    let others = now.reduce(Int64(0)) { sum, process in
      guard let old = entries[process.key] else { return sum }
      return sum + Int64(clamping: old.proportional)
        + change(from: old.resident.anonymous, to: process.value.anonymous)
        + change(from: old.resident.shared, to: process.value.shared)
    }
    return UInt64(max(others + files, 0))
  }

  private func growth(of process: CInt, to now: ResidentMemory) -> Int64 {
    guard let old = entries[process] else { return 0 }
    return max(change(from: old.resident.files, to: now.files), 0)
  }

  private func change(from before: UInt64, to now: UInt64) -> Int64 {
    Int64(clamping: now) - Int64(clamping: before)
  }
}
