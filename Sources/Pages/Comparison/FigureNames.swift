import Benchmark

/// What figures are called in tables, and which of them belong together.
enum FigureNames {
  static func name(_ figure: Figure) -> String {
    switch figure {
    case .wall: "wall"
    case .runWall: "of it, jobs running"
    case .startUp: "of it, starting and ending"
    case .cpuUser: "CPU, user"
    case .cpuSystem: "CPU, system"
    case .effectiveCores: "effective cores"
    case .utilisation: "utilisation of the CPUs"
    case .runQueueDelay: "ready to run, no CPU"
    case .voluntarySwitches: "voluntary context switches"
    case .involuntarySwitches: "involuntary context switches"
    case .minorFaults: "minor page faults"
    case .majorFaults: "major page faults"
    case .peakMemory: "peak (PSS)"
    case .peakResident: "peak (resident, shared pages counted twice)"
    case .memorySamplingCPU: "CPU spent on measuring it"
    case .readWall: "read, wall"
    case .decodeWall: "decode, wall"
    case .filterWall: "filter, wall"
    case .encodeWall: "encode, wall"
    case .writeWall: "write, wall"
    case .decodeCPU: "decode, CPU"
    case .filterCPU: "filter, CPU"
    case .encodeCPU: "encode, CPU"
    case .kernelIOCPU: "CPU of the kernel's I/O workers"
    case .io: "I/O under way, counted once"
    case .ioWait: "workers waiting for I/O"
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
    }
  }

  /// The figures by matter, each of them once.
  static let parts: [(label: String, figures: [Figure])] = [
    ("Time", [.wall, .runWall, .startUp]),
    (
      "CPU",
      [
        .cpuUser, .cpuSystem, .effectiveCores, .utilisation, .runQueueDelay, .voluntarySwitches,
        .involuntarySwitches,
      ]
    ),
    ("Memory", [.peakMemory, .memorySamplingCPU, .peakResident, .minorFaults, .majorFaults]),
    (
      "Stages, all workers together",
      [
        .readWall, .decodeWall, .filterWall, .encodeWall, .writeWall, .decodeCPU, .filterCPU,
        .encodeCPU,
      ]
    ),
    ("Input and output", [.io, .ioWait, .ioOverlap, .kernelIOCPU]),
    ("Lock", [.lockAcquisitions, .lockSwitches, .lockForcedSwitches, .lockHold, .lockWait]),
    (
      "Processes", [.forks, .workerStartUp, .handoffBytes, .handoffMessages, .handoffTime]
    ),
    ("Hardware counters", [.instructions, .cycles, .cacheMisses]),
  ]
}
