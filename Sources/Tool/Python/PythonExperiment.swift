import Claims
import Measure
import Platform
import Report
import SystemPackage

/// Runs the example in Python interpreters: the same pictures, by threads and by processes, and a
/// thread that waits beside threads that compute.
struct PythonExperiment {
  let launcher: Launcher
  let scratch: Scratch
  let plan: ReproducePlan
  let seed: UInt64
  /// Whether only the convoy is to be run.
  let convoyOnly: Bool

  /// What is told to the user between runs.
  let say: (String) -> Void

  /// - Returns: one entry for each interpreter; nil where somebody asked to stop.
  func run(_ names: [String]) throws(CompareError) -> [PythonRuns]? {
    let computed = try draw(plan.pythonPixels, count: convoyOnly ? 0 : 8, in: "python-computed")
    let waited = try draw(64 * 48, count: convoyOnly ? 0 : 8, in: "python-waited")
    var all: [PythonRuns] = []
    for name in names {
      say("python: \(name)")
      var found = PythonRuns(interpreter: name)
      do throws(PythonInterpreter.Absence) {
        let python = try PythonInterpreter(name, launcher, scratch)
        guard let runs = try measure(python, computed, waited) else { return nil }
        found = runs
      } catch {
        found.notes.append(error.reason)
      }
      all.append(found)
    }
    return all
  }

  private func draw(_ pixels: Int, count: Int, in name: String) throws(CompareError) -> FilePath {
    let folder = scratch.folder.appending(name)
    do {
      try Sys.makeDirectory(folder)
      for number in 0..<count {
        let bytes = PracticePicture(pixels: pixels, number: number).pixmap()
        let file = try Sys.open(folder.appending("\(number).ppm"), .new)
        try Sys.writeAll(file.borrowed, bytes)
      }
    } catch {
      throw CompareError("cannot draw in \(folder.printable): \(error)", .environment)
    }
    return folder
  }

  private func measure(
    _ python: PythonInterpreter, _ computed: FilePath, _ waited: FilePath
  ) throws(PythonInterpreter.Absence) -> PythonRuns? {
    guard let facts = try python.run(["facts"]) else { return nil }
    var runs = PythonRuns(
      interpreter: python.name, version: facts["version"]?.asString,
      hasLock: facts["lock"]?.asBool)
    if !convoyOnly {
      guard try measureArms(python, facts, computed, waited, &runs) else { return nil }
    }
    guard let convoys = try convoys(python, hasLock: runs.hasLock ?? true) else { return nil }
    runs.convoys = convoys
    return runs
  }

  /// - Returns: false where somebody asked to stop.
  private func measureArms(
    _ python: PythonInterpreter, _ facts: JSONValue, _ computed: FilePath, _ waited: FilePath,
    _ runs: inout PythonRuns
  ) throws(PythonInterpreter.Absence) -> Bool {
    let hasPillow = facts["pillow"]?.asString != nil
    if !hasPillow {
      runs.notes.append(
        "Pillow is not installed for it, so its blur is left out; try '\(python.name) -m pip "
          + "install pillow'")
    }
    var arms = PythonExperiment.arms(hasPillow: hasPillow, plan)
    let schedule = Schedule(arms: arms.count, warmups: 0, rounds: plan.pythonRounds, seed: seed)
    for step in schedule.steps {
      let arm = arms[step.arm]
      let folder = arm.work == .waiting ? waited : computed
      guard
        let found = try python.run(
          [arm.work.rawValue, folder.string, arm.mode, "\(arm.workers)"]
            + (arm.work == .waiting ? ["20"] : []))
      else { return false }
      if let round = PythonArm.Round(found) { arms[step.arm].rounds.append(round) }
    }
    runs.arms = arms
    return true
  }

  /// As many workers as there are of ours beside them.
  static func arms(hasPillow: Bool, _ plan: ReproducePlan) -> [PythonArm] {
    let counts = plan.lockedWorkers
    var arms: [PythonArm] = []
    for work in hasPillow ? [PythonArm.Work.filter, .pillow] : [.filter] {
      arms += counts.map { PythonArm(work, "threads", $0) }
      arms += plan.otherWorkers.filter { $0 > 1 }.map { PythonArm(work, "processes", $0) }
    }
    return arms + [1, ReproducePlan.waitingWorkers].map { PythonArm(.waiting, "threads", $0) }
  }

  private func convoys(
    _ python: PythonInterpreter, hasLock: Bool
  ) throws(PythonInterpreter.Absence) -> [ConvoyRun]? {
    var runs: [ConvoyRun] = []
    // Without a lock the switch interval means nothing.
    let intervals = hasLock ? ConvoyExperiment.intervals.compactMap(\.self) : [5_000_000]
    for computing in ConvoyExperiment.computing {
      for interval in intervals {
        let words = [
          "convoy", "\(computing)", "\(Double(interval) / 1e6)", plan.isQuick ? "30" : "100",
          plan.isQuick ? "1" : "3",
        ]
        guard let found = try python.run(words) else { return nil }
        runs.append(
          ConvoyRun(
            switchInterval: hasLock ? interval : nil, computing: computing,
            lateness: found["lateness_ms"]?.asArray?.compactMap(\.asNumber) ?? []))
      }
    }
    return runs
  }
}

extension PythonArm.Round {
  /// From what the example printed; nil where something is missing.
  init?(_ json: JSONValue) {
    guard let wall = json["wall_s"]?.asNumber, let cpu = json["cpu_s"]?.asNumber,
      let voluntary = json["voluntary_switches"]?.asNumber,
      let involuntary = json["involuntary_switches"]?.asNumber
    else { return nil }
    self.init(
      wall: wall, cpu: cpu, voluntarySwitches: voluntary, involuntarySwitches: involuntary)
  }
}
