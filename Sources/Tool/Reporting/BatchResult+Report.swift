import Execution
import Figures
import FileIO
import Measure
import Pipeline
import Platform
import Report

extension BatchResult {
  /// The run in the form that can be merged with others.
  package var report: RunReport {
    var report = RunReport()
    report.runs = [description]
    report.sums = sums
    report.peaks = [
      "peak_memory_bytes": .init(figures.memory?.peak.bytes),
      "peak_resident_bytes": .init(peakResident),
    ]
    for stage in Stage.allCases {
      report.stages[stage.name] = .init(
        wall: tally.times[stage].wall, cpu: tally.times.cpu(of: stage))
    }
    report.histograms["job_ns"] = tally.jobTimes
    if let lock = figures.lock {
      report.histograms["lock_hold_ns"] = lock.hold
      report.histograms["lock_wait_ns"] = lock.wait
      report.histograms["lock_reacquire_ns"] = lock.reacquire
    }
    if let fork = figures.fork { report.histograms["worker_startup_ns"] = fork.startup }
    report.failures = tally.failures.map { entry in
      var object = JSONObject()
      JobLine.put(entry.input, as: "input", in: &object)
      object["kind"] = .string(entry.failure.kind.rawValue)
      object["stage"] = .string(entry.failure.stage.name)
      object["reason"] = .string(entry.failure.reason)
      return .object(object)
    }
    if let note = figures.shortfall { report.notes.append(note) }
    if let note = figures.engineNote { report.notes.append(note) }
    if let throttle = settings.throttle { report.notes.append(throttle.description) }
    if let held = figures.protections, settings.sandbox == .auto, held != .all {
      let missing = Protections.all.subtracting(held).names.joined(separator: ", ")
      report.notes.append("workers ran without \(missing): this machine does not offer it")
    }
    report.notes += absences
    return report
  }

  /// Why something was not measured.
  private var absences: [String] {
    var notes: [String] = []
    if let absence = figures.hardware.absence { notes.append(absence) }
    if figures.memory?.peak.bytes == nil {
      notes.append("memory was not watched: no thread for it, or no /proc to read")
    }
    if usage.runQueueDelay == nil {
      notes.append("waiting for a CPU was not measured: this kernel has no /proc/PID/schedstat")
    }
    if !countsChildren {
      notes.append("the process that forks workers died, so what workers used is not known")
    } else if settings.mode == .forked, figures.workersRunQueueDelay == nil {
      notes.append("a worker left without saying how long it had waited for a CPU")
    }
    return notes
  }

  private var sums: [String: RunReport.Sum] {
    var sums: [String: RunReport.Sum] = [
      "runs": .measured(1),
      "files_done": .measured(UInt64(tally.done)),
      "files_failed": .measured(UInt64(tally.failures.count)),
      "files_interrupted": .measured(UInt64(tally.interrupted)),
      "files_skipped": .measured(UInt64(skipped)),
      "files_not_started": .measured(UInt64(tally.total - tally.ended)),
      "warnings": .measured(UInt64(tally.warnings)),
      "input_bytes": .measured(tally.inputBytes),
      "output_bytes": .measured(tally.outputBytes),
      "input_pixels": .measured(tally.inputPixels),
      "output_pixels": .measured(tally.outputPixels),
      "wall_ns": .measured(figures.wall),
      "run_cpu_user_ns": .init(cpuUser),
      "run_cpu_system_ns": .init(cpuSystem),
    ]
    sums.merge(programSums) { _, new in new }
    if let lock = figures.lock {
      sums["lock_acquisitions"] = .measured(lock.acquisitions)
      sums["lock_switches"] = .measured(lock.switches)
      sums["lock_forced_switches"] = .measured(lock.forcedSwitches)
    }
    if let handoff = figures.handoff {
      sums["handoff_to_workers_bytes"] = .measured(handoff.bytesToWorkers)
      sums["handoff_from_workers_bytes"] = .measured(handoff.bytesFromWorkers)
      sums["handoff_messages"] = .measured(handoff.messages)
      sums["handoff_ns"] = .init(handoff.nanoseconds)
    }
    if let fork = figures.fork {
      sums["forks"] = .measured(UInt64(fork.forks))
      sums["workers_replaced"] = .measured(UInt64(fork.replaced))
    }
    return sums
  }

  /// What time(1) would say, and how it falls to the processes.
  private var programSums: [String: RunReport.Sum] {
    let all = usage.all
    var sums: [String: RunReport.Sum] = [
      "cpu_user_ns": .init(all?.user),
      "cpu_system_ns": .init(all?.system),
      "coordinator_cpu_user_ns": .measured(usage.own.user),
      "coordinator_cpu_system_ns": .measured(usage.own.system),
      "voluntary_switches": .init(all?.voluntarySwitches),
      "involuntary_switches": .init(all?.involuntarySwitches),
      "minor_faults": .init(all?.minorFaults),
      "major_faults": .init(all?.majorFaults),
    ]
    sums["run_queue_delay_ns"] = .init(runQueueDelay)
    sums["io_ns"] = .init(figures.io?.io)
    sums["io_overlap_ns"] = .init(figures.io?.overlap)
    sums["io_wait_ns"] = .init(figures.io?.wait)
    sums["hardware_cycles"] = .init(figures.hardware.cycles)
    sums["hardware_instructions"] = .init(figures.hardware.instructions)
    sums["hardware_cache_misses"] = .init(figures.hardware.cacheMisses)
    sums["memory_samples"] = .init(figures.memory.map { UInt64($0.peak.samples) })
    sums["memory_sampling_cpu_ns"] = .init(figures.memory?.cost)
    if figures.engine == EngineChoice.uring.rawValue {
      sums["kernel_io_cpu_ns"] = .init(figures.memory?.kernelWorkers)
    }
    if settings.mode == .forked {
      sums["workers_cpu_user_ns"] = .init(usage.children?.user)
      sums["workers_cpu_system_ns"] = .init(usage.children?.system)
    }
    return sums
  }

  /// How this run was set up and how it ended.
  private var description: JSONValue {
    var run: JSONObject = [
      "version": .string(Version.current),
      "mode": .string(settings.mode.rawValue),
      "workers": JSONValue(settings.workers),
      "effective_cpus": JSONValue(effectiveCPUs),
      "io_asked": .string(settings.io.rawValue),
      "io_ran": figures.engine.isEmpty ? .null : .string(figures.engine),
      "io_note": JSONValue(figures.engineNote),
      "durability": .string(settings.durability.rawValue),
      "memory_budget_bytes": JSONValue(settings.memoryBudget),
      "in_flight": JSONValue(settings.inFlight),
      "io_latency_ns": JSONValue(settings.throttle?.latency),
      "io_bandwidth_bytes_per_s": JSONValue(settings.throttle?.bandwidth),
      "exit_code": JSONValue(Int(exitStatus.rawValue)),
      "trouble": JSONValue(trouble),
      "effective_cores": JSONValue(coreUse.effectiveCores),
      "utilisation": JSONValue(coreUse.utilisation),
      "io_overlap": JSONValue(figures.io?.share),
      "hardware_scope": figures.hardware.isEmpty
        ? .null : .string(figures.hardware.isUserOnly ? "user" : "user+kernel"),
    ]
    if settings.mode == .locked {
      run["lock_scope"] = .string(LockScope.text(settings.lockScope))
      run["switch_interval_ns"] = .unsigned(settings.switchInterval)
      run["checkpoints"] = JSONValue(settings.checkpoints)
    }
    if let recipe { run["recipe"] = recipe.json }
    if let count = pixelCount { run["tally"] = count.json }
    if settings.mode == .forked {
      run["sandbox_asked"] = .string(settings.sandbox.rawValue)
      run["sandbox"] =
        figures.protections.map { .array($0.names.map { .string($0) }) } ?? .null
      run["handoff"] = .string(settings.handoff.rawValue)
      run["threads_at_fork"] = figures.fork?.threadsAtFork.map { JSONValue($0) } ?? .null
    }
    return .object(run)
  }
}

extension Throttle {
  /// Said wherever times are shown, so that nobody takes them for the machine's own.
  var description: String {
    let rate = bandwidth.map { " and held to \(Humanised.bytes($0))/s" } ?? ""
    return "each read and write was slowed by \(Humanised.duration(latency))\(rate)"
  }
}
