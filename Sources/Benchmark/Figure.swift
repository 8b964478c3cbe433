/// A quantity that is known, or not, of every single run. Raw values are the names in files; they
/// end in the unit.
package enum Figure: String, Sendable, Hashable, CaseIterable {
  /// From starting the process until it had ended, seen from outside: what a user waits.
  case wall = "wall_ns"
  /// The part of it from the first fork or thread to the last output in place, seen from inside.
  case runWall = "run_wall_ns"
  /// The rest of the wall time: starting, planning, reporting, ending.
  case startUp = "startup_ns"
  /// Of the process and its children, as the kernel counted it when they had ended.
  case cpuUser = "cpu_user_ns"
  case cpuSystem = "cpu_system_ns"
  /// CPU ÷ wall.
  case effectiveCores = "effective_cores"
  /// Effective cores ÷ effective CPUs.
  case utilisation = "utilisation"
  /// Time in which threads were ready to run and had no CPU.
  case runQueueDelay = "run_queue_delay_ns"
  case voluntarySwitches = "voluntary_switches"
  case involuntarySwitches = "involuntary_switches"
  case minorFaults = "minor_faults"
  case majorFaults = "major_faults"
  /// Proportional set sizes, summed over the processes, at the peak.
  case peakMemory = "peak_memory_bytes"
  /// The highest resident set of each process, summed: shared pages count once a process.
  case peakResident = "peak_resident_bytes"
  /// CPU that the program spent on finding `peakMemory`; part of the CPU above.
  case memorySamplingCPU = "memory_sampling_cpu_ns"
  case readWall = "read_wall_ns"
  case decodeWall = "decode_wall_ns"
  case filterWall = "filter_wall_ns"
  case encodeWall = "encode_wall_ns"
  case writeWall = "write_wall_ns"
  case decodeCPU = "decode_cpu_ns"
  case filterCPU = "filter_cpu_ns"
  case encodeCPU = "encode_cpu_ns"
  /// CPU of the kernel's own workers for io_uring; part of the CPU above.
  case kernelIOCPU = "kernel_io_cpu_ns"
  /// Time in which at least one read or write was under way.
  case io = "io_ns"
  /// Time that workers themselves waited for reads and writes, summed over the workers.
  case ioWait = "io_wait_ns"
  /// The share of I/O time during which some worker was computing.
  case ioOverlap = "io_overlap"
  case lockAcquisitions = "lock_acquisitions"
  case lockSwitches = "lock_switches"
  case lockForcedSwitches = "lock_forced_switches"
  case lockHold = "lock_hold_ns"
  case lockWait = "lock_wait_ns"
  case forks = "forks"
  /// From asking for a worker process until it was ready; the mean over workers.
  case workerStartUp = "worker_startup_mean_ns"
  case handoffBytes = "handoff_bytes"
  case handoffMessages = "handoff_messages"
  case handoffTime = "handoff_ns"
  case instructions = "hardware_instructions"
  case cycles = "hardware_cycles"
  case cacheMisses = "hardware_cache_misses"

  package enum Unit: Sendable, Hashable {
    case nanoseconds, bytes, count
    /// CPUs' worth of time.
    case cores
    /// From 0 to 1.
    case share
  }

  package var unit: Unit {
    switch self {
    case .effectiveCores: .cores
    case .utilisation, .ioOverlap: .share
    case _ where rawValue.hasSuffix("_ns"): .nanoseconds
    case _ where rawValue.hasSuffix("_bytes"): .bytes
    default: .count
    }
  }
}
