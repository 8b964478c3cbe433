import Benchmark
import Measure
import Platform
import SystemPackage

/// Makes runs of several kinds in rounds, each kind once a round, in an order drawn anew for each.
struct RepeatedRuns {
  struct Kind {
    /// For errors.
    var name: String
    /// What `process` is told, up to its inputs and where results go.
    var words: [String]
  }

  let launcher: Launcher
  let scratch: Scratch
  let seed: UInt64

  /// - Parameter take: told of each run that counts, with the index of its kind and what it
  ///   printed.
  /// - Returns: what the machine was like meanwhile; nil where somebody asked to stop.
  func run(
    _ kinds: [Kind], inputs: [String], warmups: Int = 1, rounds: Int,
    take: (_ kind: Int, _ run: ChildRun, _ said: String) throws(CompareError) -> Void
  ) throws(CompareError) -> MachineFacts? {
    var watch = MachineWatch()
    let schedule = Schedule(arms: kinds.count, warmups: warmups, rounds: rounds, seed: seed)
    for step in schedule.steps {
      let kind = kinds[step.arm]
      watch.begin()
      let found = try launcher.run(
        ["process"] + kind.words, inputs: inputs, arm: kind.name, traced: false, whileRunning: {})
      guard let found else { return nil }
      watch.end(used: found.outside)
      if !step.isWarmup { try take(step.arm, found, try said(kind.name)) }
      try scratch.clear()
    }
    return watch.facts
  }

  /// One run of a kind that records when what happened, which costs a little.
  ///
  /// - Returns: nil where somebody asked to stop.
  func recorded(_ kind: Kind, inputs: [String]) throws(CompareError) -> TracedRun? {
    let run = try launcher.run(
      ["process"] + kind.words, inputs: inputs, arm: kind.name, traced: true, whileRunning: {})
    try scratch.clear()
    return run.map { TracedRun($0) }
  }

  private func said(_ name: String) throws(CompareError) -> String {
    do {
      return String(decoding: try Sys.contents(of: scratch.said), as: UTF8.self)
    } catch {
      throw CompareError(
        "what a run of \(name) said cannot be read: \(error.description)", .environment)
    }
  }
}
