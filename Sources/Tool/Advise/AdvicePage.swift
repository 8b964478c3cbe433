import Advice
import Figures
import Measure
import Report

/// What is advised and why, laid out for reading.
package struct AdvicePage {
  package static let schema = "triptych.advice/1"

  private let findings: Findings
  private let advice: Advice

  package init(_ findings: Findings, _ advice: Advice) {
    self.findings = findings
    self.advice = advice
  }

  /// The options of `process` that follow the advice.
  ///
  /// - Parameter engine: what reads and writes, by name.
  package static func words(_ way: Way, engine: String) -> [String] {
    var words = ["--mode", way.mode.rawValue, "--workers", "\(way.workers)", "--io", engine]
    if let inFlight = way.inFlight, inFlight > Way.usualInFlight {
      words += ["--in-flight", "\(inFlight)"]
    }
    return words
  }

  package func lines(_ pages: ClaimPages) -> [String] {
    var lines = pages.wrapped(subject, indent: 0) + [""]
    lines += pages.labelled("advice", words.joined(separator: " "))
    lines += pages.labelled("expect", expectation)
    lines += pages.labelled("because", reason)
    if let modes { lines += pages.labelled("modes", modes) }
    lines += pages.labelled("files", engine)
    lines += pages.labelled("memory", memory)
    var table = TextTable()
    table.add("expected", "wall", "against the advice")
    for other in advice.others {
      let ratio = Humanised.figures(other.wall / max(advice.wall, 1))
      table.add(name(other.way), duration(other.wall), "\(ratio) times as long")
    }
    return lines + [""] + table.lines(indent: 4)
  }

  private var subject: String {
    let cpus = Humanised.count(findings.effectiveCPUs, "CPU")
    return "\(Humanised.count(findings.jobs, "picture")), \(Humanised.bytes(findings.inputBytes)); "
      + "\(Humanised.count(findings.sample.count + findings.failed)) of them tried\(failures). "
      + "Alone, one computes for "
      + "\(duration(advice.computing)) and waits for files for \(duration(advice.waiting)). "
      + "There \(findings.effectiveCPUs == 1 ? "is" : "are") \(cpus) to use."
  }

  private var words: [String] { AdvicePage.words(advice.way, engine: findings.engine) }

  /// What is left out of all that is said.
  private var failures: String {
    guard findings.failed > 0 else { return "" }
    return
      ", of which \(Humanised.count(findings.failed)) could not be done, as 'triptych process' "
      + "would say; as large a share of all is left out of what follows"
  }

  /// How threads and processes did on the same pictures.
  private var modes: String? {
    guard let trial = findings.modes, let least = trial.ratios.min(), let most = trial.ratios.max()
    else { return nil }
    let measured =
      "\(Humanised.count(findings.effectiveCPUs)) processes took \(Humanised.fixed(least, 2)) to "
      + "\(Humanised.fixed(most, 2)) times as long as as many threads on the same pictures, forks "
      + "aside, in \(Humanised.count(trial.ratios.count)) pairs of runs"
    if trial.cost < 1 {
      return measured + ": they are faster here"
        + (advice.way.mode == .forked ? "" : ", but not by what starting them takes")
    }
    if trial.cost > 1 { return measured + ": threads are faster here" }
    return measured + ": no difference that could be relied on, and threads are the simpler way"
  }

  /// How files are read and written.
  private var engine: String {
    guard findings.mayOverlap else {
      return "with --io \(findings.engine) each worker reads and writes by itself"
    }
    let blocking = advice.others.first { $0.way.mode == advice.way.mode && $0.way.inFlight == nil }
    let instead = blocking.map {
      "; with --io blocking it should take "
        + "\(Humanised.figures($0.wall / max(advice.wall, 1))) times as long"
    }
    return "--io \(findings.engine) reads and writes while workers compute\(instead ?? "")"
  }

  private var expectation: String {
    guard let interval = advice.interval else {
      return "about \(duration(advice.wall)); too few pictures to say how sure that is"
    }
    return "\(duration(advice.wall)) (\(duration(interval.lower)) to \(duration(interval.upper)))"
  }

  private var reason: String {
    let share = advice.computing / max(advice.computing + advice.waiting, 1) * 100
    let percent = "\(Humanised.fixed(share, 0)) % of a job's time is computing"
    let cpus = Humanised.count(findings.effectiveCPUs, "CPU")
    switch advice.driver {
    case .computing:
      guard advice.way.workers <= findings.effectiveCPUs else {
        let more = advice.way.workers - findings.effectiveCPUs
        return
          "\(percent), so the \(cpus) decide; the \(Humanised.count(more, "worker")) beyond them "
          + "\(more == 1 ? "computes" : "compute") while others wait for their files, which would "
          + "leave CPUs idle otherwise"
      }
      return "\(percent), so the \(cpus) decide; more workers than keep them busy would only wait "
        + "for each other"
    case .waiting:
      return "only \(percent); the rest waits for files, and the more files are under way at once, "
        + "the less of it is left"
    case .memory:
      return
        "a picture takes up to \(Humanised.bytes(UInt64(findings.largestMemory))), so the memory "
        + "budget holds \(Humanised.count(findings.places)) at a time, fewer than there are CPUs"
    case .fewJobs:
      return "there are fewer pictures than CPUs\(sharing)"
    case .startUp:
      return "there is so little to do that starting takes most of the time"
    }
  }

  /// Whether threads without a picture help others.
  private var sharing: String {
    guard let trial = findings.sharing else {
      return ", and none is known to be large enough for threads to share it"
    }
    guard findings.shares(advice.way) else {
      return "; threads that share them took longer than one for each picture, as was tried"
    }
    guard trial.closest < 1 else {
      return
        "; threads may share them, as they do unless told otherwise, though no gain was seen here "
        + "that could be relied on"
    }
    return
      "; threads that share them take \(Humanised.fixed(trial.closest, 2)) times as long as one "
      + "for each picture, as was tried"
  }

  private var memory: String {
    "--memory-budget \(AdvicePage.budget(advice.memory)) is enough for it"
  }

  /// Rounded up to whole mebibytes, as `--memory-budget` takes it.
  package static func budget(_ bytes: Int) -> String {
    "\(max((bytes + (1 << 20) - 1) >> 20, 1))M"
  }

  private func name(_ way: Way) -> String {
    let blocking = findings.mayOverlap ? " io=blocking" : ""
    let ahead = way.inFlight.map { $0 > Way.usualInFlight ? " in-flight=\($0)" : "" } ?? blocking
    return "\(way.mode.rawValue) \(way.workers)\(ahead)"
  }

  private func duration(_ nanoseconds: Double) -> String {
    Humanised.duration(UInt64(max(nanoseconds, 0)))
  }

  package var json: JSONValue {
    [
      "schema": .string(AdvicePage.schema), "version": .string(Version.current),
      "files": JSONValue(findings.jobs), "input_bytes": .unsigned(findings.inputBytes),
      "tried": JSONValue(findings.sample.count + findings.failed),
      "failed": JSONValue(findings.failed),
      "effective_cpus": JSONValue(findings.effectiveCPUs),
      "memory_budget_bytes": JSONValue(findings.memoryBudget),
      "job_computing_ns": .number(advice.computing), "job_waiting_ns": .number(advice.waiting),
      "job_memory_bytes": JSONValue(findings.largestMemory),
      "mode": .string(advice.way.mode.rawValue), "workers": JSONValue(advice.way.workers),
      "in_flight": advice.way.inFlight.map { JSONValue($0) } ?? .null,
      "io": .string(findings.engine),
      "forked_to_free": .array((findings.modes?.ratios ?? []).map { .number($0) }),
      "shared_to_alone": .array((findings.sharing?.ratios ?? []).map { .number($0) }),
      "driver": .string(advice.driver.rawValue),
      "enough_memory_bytes": JSONValue(advice.memory),
      "wall_ns": .number(advice.wall),
      "wall_interval_ns": advice.interval.map { [.number($0.lower), .number($0.upper)] } ?? .null,
      "others": .array(
        advice.others.map {
          [
            "mode": .string($0.way.mode.rawValue), "workers": JSONValue($0.way.workers),
            "in_flight": $0.way.inFlight.map { JSONValue($0) } ?? .null,
            "wall_ns": .number($0.wall),
          ]
        }),
    ]
  }
}
