/// The five parts of a job. Read and write wait for storage; the other three compute.
package enum Stage: UInt8, Sendable, Hashable, CaseIterable {
  case read
  case decode
  case filter
  case encode
  case write

  package var isIO: Bool { self == .read || self == .write }
  package var name: String { "\(self)" }

  /// The stages that compute.
  package static let computing: [Stage] = [.decode, .filter, .encode]
}

/// A set of stages, such as the scope of a lock.
package struct StageSet: OptionSet, Sendable, Hashable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }
  package init(_ stage: Stage) { rawValue = 1 << stage.rawValue }

  package static let computing: StageSet = [.init(.decode), .init(.filter), .init(.encode)]

  package func contains(_ stage: Stage) -> Bool { contains(StageSet(stage)) }
}

/// Wall and CPU nanoseconds per stage; they add up.
package struct StageTimes: Sendable, Hashable {
  package struct Entry: Sendable, Hashable {
    package var wall: UInt64 = 0
    package var cpu: UInt64 = 0
    package init(wall: UInt64 = 0, cpu: UInt64 = 0) {
      self.wall = wall
      self.cpu = cpu
    }
  }

  private var entries = [5 of Entry](repeating: Entry())

  package init() {}

  package subscript(stage: Stage) -> Entry {
    get { entries[Int(stage.rawValue)] }
    set { entries[Int(stage.rawValue)] = newValue }
  }

  /// CPU nanoseconds of a stage; nil for those that wait. What others do for them meanwhile,
  /// threads of the I/O engine or the kernel, cannot be told apart by job.
  package func cpu(of stage: Stage) -> UInt64? { stage.isIO ? nil : self[stage].cpu }

  package mutating func add(_ other: StageTimes) {
    for stage in Stage.allCases {
      self[stage].wall += other[stage].wall
      self[stage].cpu += other[stage].cpu
    }
  }

  package static func == (a: StageTimes, b: StageTimes) -> Bool {
    Stage.allCases.allSatisfy { a[$0] == b[$0] }
  }

  package func hash(into hasher: inout Hasher) {
    for stage in Stage.allCases { hasher.combine(self[stage]) }
  }
}
