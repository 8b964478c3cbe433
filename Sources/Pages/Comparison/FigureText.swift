import Benchmark
import Figures

/// Figures in words and with their units.
enum FigureText {
  static func text(_ value: Double, of figure: Figure) -> String {
    guard value.isFinite, value >= 0, value < 1.8e19 else { return "\(value)" }
    switch figure.unit {
    case .nanoseconds: return Humanised.duration(UInt64(value.rounded()))
    case .bytes: return Humanised.bytes(UInt64(value.rounded()))
    case .count: return Humanised.count(UInt64(value.rounded()))
    case .cores: return Humanised.fixed(value, 2)
    case .share: return "\(Humanised.fixed(value * 100, 1)) %"
    }
  }

  static func name(_ figure: Figure) -> String {
    switch figure {
    case .wall: "wall"
    case .batchWall: "of it, jobs running"
    case .startUp: "of it, starting and ending"
    case .cpuUser: "CPU, user"
    case .cpuSystem: "CPU, system"
    case .effectiveCores: "effective cores"
    case .utilisation: "utilisation of the CPUs"
    case .runQueue: "ready to run, no CPU"
    case .voluntarySwitches: "voluntary context switches"
    case .involuntarySwitches: "involuntary context switches"
    case .minorFaults: "minor page faults"
    case .majorFaults: "major page faults"
    case .peakPSS: "peak (PSS)"
    case .peakResident: "peak (resident, shared pages counted twice)"
    case .readWall: "read, wall"
    case .decodeWall: "decode, wall"
    case .filterWall: "filter, wall"
    case .encodeWall: "encode, wall"
    case .writeWall: "write, wall"
    case .readCPU: "read, CPU"
    case .decodeCPU: "decode, CPU"
    case .filterCPU: "filter, CPU"
    case .encodeCPU: "encode, CPU"
    case .writeCPU: "write, CPU"
    case .ioOverlap: "I/O during which some worker computed"
    case .lockAcquisitions: "acquisitions"
    case .lockSwitches: "switches to another thread"
    case .lockForcedSwitches: "of them forced"
    case .lockHold: "held, in all"
    case .lockWait: "waited for, in all"
    case .forks: "forks"
    case .workerStartUp: "worker start-up, mean"
    case .handoffBytes: "handed over"
    case .handoffMessages: "messages"
    case .handoffTime: "time for handing over"
    case .instructions: "instructions"
    case .cycles: "cycles"
    case .cacheMisses: "cache misses"
    case .branchMisses: "branch misses"
    }
  }

  /// The figures by matter, each of them once.
  static let parts: [(label: String, figures: [Figure])] = [
    ("Time", [.wall, .batchWall, .startUp]),
    (
      "CPU",
      [
        .cpuUser, .cpuSystem, .effectiveCores, .utilisation, .runQueue, .voluntarySwitches,
        .involuntarySwitches,
      ]
    ),
    ("Memory", [.peakPSS, .peakResident, .minorFaults, .majorFaults]),
    (
      "Stages, all workers together",
      [
        .readWall, .decodeWall, .filterWall, .encodeWall, .writeWall, .readCPU, .decodeCPU,
        .filterCPU, .encodeCPU, .writeCPU, .ioOverlap,
      ]
    ),
    ("Lock", [.lockAcquisitions, .lockSwitches, .lockForcedSwitches, .lockHold, .lockWait]),
    (
      "Processes", [.forks, .workerStartUp, .handoffBytes, .handoffMessages, .handoffTime]
    ),
    ("Hardware counters", [.instructions, .cycles, .cacheMisses, .branchMisses]),
  ]
}
