import FileIO
import Memory
import Platform
import SystemPackage
import TestSupport
import Testing

/// Every call that an operation makes, failing in every way it can, at every time it is made: which
/// calls those are is found out by letting the operation succeed first.
@Suite struct FaultMatrixTests {
  /// What an engine is asked to do with a file, and what is there before.
  enum Scenario: String, CaseIterable, Sendable {
    case read, readShared
    case write, writeSynced, refuseToReplace, replace, replaceSynced
    /// On a file system without unnamed files.
    case writeNamed, replaceNamed
    /// And without renames that refuse to replace.
    case writeLinked

    var hasOld: Bool {
      switch self {
      case .write, .writeSynced, .writeNamed, .writeLinked: false
      default: true
      }
    }
    var replaces: Bool { self == .replace || self == .replaceSynced || self == .replaceNamed }
    var isSynced: Bool { self == .writeSynced || self == .replaceSynced }
    var isRead: Bool { self == .read || self == .readShared }

    /// What the file system lacks.
    var lacks: [FaultPlan.Rule] {
      switch self {
      case .writeNamed, .replaceNamed: [.init(.open, .fail(.notSupportedOnSocket))]
      case .writeLinked:
        [
          .init(.open, .fail(.notSupportedOnSocket)),
          .init(.rename, .fail(.invalidArgument), first: 1, period: 1),
        ]
      default: []
      }
    }
  }

  private static let mostTimes = Places.environment("TRIPTYCH_FAULT_SWEEP") == nil ? 2 : 6
  private static let old: [UInt8] = [1, 2, 3]
  private static let new = noise(70_000)

  /// The rules come first that hit single calls, since the first that fits decides.
  private func plan(_ rule: FaultPlan.Rule?, _ scenario: Scenario) -> FaultPlan {
    FaultPlan((rule.map { [$0] } ?? []) + scenario.lacks)
  }

  @Test(arguments: EngineUnderTest.available, Scenario.allCases)
  func whateverFailsIsWholeOrNotThere(engine: EngineUnderTest, scenario: Scenario) throws {
    try withTemporaryDirectory(in: fastDirectory) { folder in
      var number = 0
      func place() throws -> FilePath {
        number += 1
        let place = folder.appending("\(number)")
        try Sys.makeDirectory(place)
        return place
      }
      let clean = plan(nil, scenario)
      let problem = try outcome(of: scenario, engine, clean, in: place())
      try #require(problem.problems.isEmpty, "\(problem.problems)")
      var cases = 0
      for call in Sys.Call.allCases {
        // Calls beyond the first few are like those.
        let times = min(clean.calls(of: call), Self.mostTimes)
        guard times > 0 else { continue }
        for effect in call.effects {
          for time in 0...times {
            // Interrupted for ever is tried for ever. 0 stands for always.
            let isEndless = effect == .fail(.interrupted)
            if time == 0, isEndless { continue }
            let rule = FaultPlan.Rule(
              call, effect, first: max(time, 1), period: time == 0 ? 1 : nil)
            let found = try outcome(of: scenario, engine, plan(rule, scenario), in: place())
            for problem in found.problems + found.problems(after: rule, scenario) {
              Issue.record("\(call):\(effect.name ?? "?")@\(time): \(problem)")
            }
            cases += 1
          }
        }
      }
      #expect(cases > 50)
    }
  }

  private struct Outcome {
    var error: FileError?
    var problems: [String] = []

    func problems(after rule: FaultPlan.Rule, _ scenario: Scenario) -> [String] {
      guard let error else { return [] }
      if rule.effect.isHarmless(to: rule.call) { return ["fails: \(error)"] }
      // A call that is missing may be made up for by one that the file system lacks.
      let expected = [rule.effect] + scenario.lacks.map(\.effect)
      if case .fail = rule.effect, !expected.contains(.fail(error.errno)) {
        return ["wrong: \(error)"]
      }
      return []
    }
  }

  private func outcome(
    of scenario: Scenario, _ engine: EngineUnderTest, _ plan: FaultPlan, in folder: FilePath
  ) throws -> Outcome {
    let path = folder.appending("file")
    if scenario.hasOld { try makeFile(path, scenario.isRead ? Self.new : Self.old) }
    var outcome = Outcome()
    do {
      // The engine is gone when this returns, with what it had open.
      try Faults.with(plan) { try use(engine, for: scenario, path, &outcome) }
    } catch {
      // An engine that cannot be had is said to be so, and nothing is left open.
      outcome.error = error as? FileError
      outcome.problems = problems(ofDescriptors: plan)
      return outcome
    }
    outcome.problems += try problems(of: outcome.error, scenario, plan, in: folder)
    outcome.problems += problems(ofDescriptors: plan)
    if scenario == .refuseToReplace {
      if outcome.error == nil { outcome.problems.append("replaced what it must not") }
      // That it fails is the plan's doing or the scenario's own.
      outcome.error = nil
    }
    return outcome
  }

  /// Makes an engine, has it do what the scenario says, and lets go of it.
  private func use(
    _ engine: EngineUnderTest, for scenario: Scenario, _ path: FilePath, _ outcome: inout Outcome
  ) throws {
    let made = try engine.make()
    defer { made.shutdown() }
    if scenario.isRead {
      let box = Box<ReadResult>()
      made.read(ReadRequest(path: path, limit: 1 << 20, shared: scenario == .readShared)) {
        box.put($0)
      }
      switch box.takeSoon()?.bytes {
      case .success(let block)?:
        if block.array != Self.new { outcome.problems.append("read something else") }
      case .failure(let error)?: outcome.error = error
      case nil: fatalError("hangs: \(engine) \(scenario)")
      }
    } else {
      let box = Box<WriteResult>()
      guard let block = ByteBlock(Self.new) else { fatalError("out of memory") }
      let request = WriteRequest(
        path: path, bytes: block, replace: scenario.replaces,
        durability: scenario.isSynced ? .file : .none)
      made.write(request) { box.put($0) }
      guard let result = box.takeSoon() else { fatalError("hangs: \(engine) \(scenario)") }
      outcome.error = result.error
    }
  }

  private func problems(
    of error: FileError?, _ scenario: Scenario, _ plan: FaultPlan, in folder: FilePath
  ) throws -> [String] {
    var problems: [String] = []
    let path = folder.appending("file")
    if let error, !error.description.contains(path.string) || error.path != path {
      problems.append("does not name the file: \(error)")
    }
    let left = try names(in: folder)
    // A name that cannot be removed stays; it is hidden, and known as ours.
    let strangers = left.filter { $0 != "file" }
    if !strangers.isEmpty, plan.hits(of: .unlink) + plan.hits(of: .ringAnswer) == 0 {
      problems.append("leaves \(left)")
    }
    if strangers.contains(where: { TemporaryName.process(in: $0) == nil }) {
      problems.append("leaves \(left), of which a name is not temporary")
    }
    let found = try? BlockingEngine().readNow(path).array
    let before = scenario.hasOld ? (scenario.isRead ? Self.new : Self.old) : nil
    let after = scenario.isRead ? before : error == nil ? Self.new : before
    // A directory that cannot be synced after an older file was replaced: complete, at least.
    let mayBeNew = scenario == .replaceSynced && found == Self.new
    if found != after, !mayBeNew {
      problems.append(
        "\(error == nil ? "succeeds" : "fails") with \(found?.count ?? -1) bytes there")
    }
    return problems
  }

  /// A completion that fails in the place of a call that opens counts as opened, and was not.
  /// Blocks of shared memory close theirs without the seam.
  private func problems(ofDescriptors plan: FaultPlan) -> [String] {
    let left = plan.descriptorsLeftOpen
    let unseen = plan.hits(of: .ringAnswer) + plan.calls(of: .memfd) - plan.hits(of: .memfd)
    // What the ring did not do is done without it, and counted again.
    return (-plan.hits(of: .ringAnswer)...unseen).contains(left)
      ? [] : ["leaves \(left) files open"]
  }

  /// Completions that come in another order than their calls were handed in.
  @Test(
    .enabled(if: EngineUnderTest.available.contains(.uring), "no ring to be had"), arguments: 1...5)
  func completionsInAnyOrder(period: Int) throws {
    try withTemporaryDirectory(in: fastDirectory) { folder in
      let plan = FaultPlan(.ringAnswer, .late, first: 1, period: period)
      let ended = Guarded<[Int]>([])
      try Faults.with(plan) {
        try EngineUnderTest.uring.run(depth: 6) { engine in
          for number in 0..<60 {
            guard let block = ByteBlock(noise(500, seed: UInt64(number))) else { continue }
            let request = WriteRequest(
              path: folder.appending("\(number)"), bytes: block, replace: false,
              durability: number.isMultiple(of: 2) ? .file : .none)
            engine.write(request) { result in
              if result.error == nil { ended.withLock { $0.append(number) } }
            }
          }
        }
      }
      let order = ended.withLock { $0 }
      #expect(order.sorted() == Array(0..<60))
      #expect(order != order.sorted(), "nothing came out of order")
      for number in 0..<60 {
        let bytes = try BlockingEngine().readNow(folder.appending("\(number)")).array
        #expect(bytes == noise(500, seed: UInt64(number)))
      }
      #expect(plan.descriptorsLeftOpen == 0)
    }
  }
}
