import SystemPackage
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// Workers, coordinators and fork servers killed at random moments; runs interrupted at random
/// moments. Whatever is seen afterwards is whole, and nobody is left behind.
@Suite(.serialized) struct SurvivalTests {
  static let batch = Result { try SurvivalBatch(copies: Soak.isOn ? 48 : 20) }
  static let handoffs = ["path", "pipe", "shm"]
  static let modes =
    [["--mode", "free"], ["--mode", "locked"], ["--mode", "inline"]] + handoffs.map(forked)

  static func forked(_ handoff: String) -> [String] { ["--mode", "forked", "--handoff", handoff] }

  private func batch() throws -> SurvivalBatch { try Self.batch.get() }

  private func random(_ number: UInt64, _ repetition: Int) -> SeededRandom {
    SeededRandom(seed: Soak.seed &+ number &* 1_000_003 &+ UInt64(repetition))
  }

  private func sleep(_ random: inout SeededRandom, upTo limit: UInt64) {
    usleep(useconds_t(UInt64.random(in: 0...limit, using: &random)))
  }

  /// A process with one thread, and the one that the thread sanitizer adds to every process.
  private static let loneThreads = Places.sanitizer == "thread" ? 2 : 1

  @Test(arguments: handoffs)
  func deadWorkerCostsTheJobInHandOnly(handoff: String) throws {
    let batch = try batch()
    var killed = 0
    var lost = 0
    for repetition in 0..<Soak.repetitions {
      var random = random(1, repetition)
      let run = try batch.start(Self.forked(handoff) + ["--workers", "2"])
      sleep(&random, upTo: batch.duration)
      let victim = run.family.workers.randomElement(using: &random)
      if let victim { kill(victim, SIGKILL) }
      let result = try run.end()
      let failed = try JobRecord.all(in: result.output).filter { $0.status == "failed" }
      #expect(failed.count <= (victim == nil ? 0 : 1))
      for job in failed {
        #expect(job.failure?.reason.contains("SIGKILL") == true, "\(String(describing: job))")
      }
      #expect(result.ending == .exit(failed.isEmpty ? 0 : 1), "\(result.errors)")
      try run.checkComplete(except: Set(failed.map { lastName($0.output) }), handoff: handoff)
      let report = try run.readReport()
      #expect(report.sum("files_failed") == UInt64(failed.count))
      #expect(report.sum("files_not_started") == 0)
      #expect(report.runs.first?.threadsAtFork == Self.loneThreads)
      #expect(report.sum("workers_replaced") <= 1)
      run.checkNobodyIsLeft()
      killed += victim == nil ? 0 : 1
      lost += failed.count
    }
    Soak.say("\(handoff): \(killed) workers killed, \(lost) jobs lost")
    // With so many random moments, some fall between the first job and the last.
    if Soak.repetitions >= 20 { #expect(killed > 0 && lost > 0) }
  }

  @Test(arguments: handoffs)
  func workersAreReplacedFromAProcessWithOneThread(handoff: String) throws {
    let batch = try batch()
    let run = try batch.start(Self.forked(handoff) + ["--workers", "2", "--io-latency", "10ms"])
    var victims: Set<pid_t> = []
    for _ in 0..<4 {
      for _ in 0..<2000 {
        if let victim = run.family.workers.first(where: { !victims.contains($0) }) {
          // Long enough for it to have begun.
          usleep(30_000)
          kill(victim, SIGKILL)
          victims.insert(victim)
          break
        }
        usleep(1000)
      }
    }
    let result = try run.end()
    let failed = try JobRecord.all(in: result.output).filter { $0.status == "failed" }
    #expect(failed.count <= victims.count)
    try run.checkComplete(except: Set(failed.map { lastName($0.output) }), handoff: handoff)
    let report = try run.readReport()
    #expect(report.runs.first?.threadsAtFork == Self.loneThreads)
    #expect(report.sum("workers_replaced") > 0)
    #expect(report.sum("forks") == 2 + report.sum("workers_replaced"))
  }

  /// Not on the thread that came out of the fork, which Swift's runtime takes for another.
  @Test(arguments: handoffs)
  func workersComputeOnThreadsOfTheirOwn(handoff: String) throws {
    let run = try batch().start(Self.forked(handoff) + ["--workers", "2", "--io-latency", "20ms"])
    var names: Set<String> = []
    wait(times: 2000) {
      for worker in run.family.workers {
        names.formUnion(Family.threadNames(of: worker).filter { $0.hasPrefix("worker ") })
      }
      return names.count == 2
    }
    #expect(names == ["worker 0", "worker 1"])
    #expect(try run.end().ending == .exit(0))
  }

  @Test(arguments: modes)
  func deadCoordinatorLeavesNobodyAndNothingHalf(mode: [String]) throws {
    let batch = try batch()
    var early = 0
    for repetition in 0..<Soak.repetitions {
      var random = random(2, repetition)
      let run = try batch.start(mode + ["--workers", "2"])
      sleep(&random, upTo: batch.duration)
      run.process.signal(SIGKILL)
      let result = try run.end()
      run.checkNobodyIsLeft()
      let seen = try run.checkOutputs()
      early += result.ending == .signal(SIGKILL) && seen.count < batch.oracle.count ? 1 : 0
    }
    Soak.say("\(mode): \(early) of \(Soak.repetitions) coordinators killed before they were done")
    if Soak.repetitions >= 20 { #expect(early > 0) }
  }

  @Test(arguments: handoffs)
  func deadForkServerEndsTheRunAndIsSaid(handoff: String) throws {
    let batch = try batch()
    var killed = 0
    for repetition in 0..<Soak.repetitions {
      var random = random(3, repetition)
      let run = try batch.start(Self.forked(handoff) + ["--workers", "2"])
      sleep(&random, upTo: batch.duration)
      if let server = run.family.server { kill(server, SIGKILL) }
      let result = try run.end()
      run.checkNobodyIsLeft()
      let seen = try run.checkOutputs()
      let jobs = try JobRecord.all(in: result.output)
      let done = Set(jobs.filter { $0.status == "done" }.map { lastName($0.output) })
      #expect(done.isSubset(of: seen))
      #expect(jobs.count == batch.oracle.count, "each job has one line")
      // Each worker has one job that it computes, and outputs that it writes behind.
      let lost = jobs.filter { $0.status == "failed" }
      #expect(lost.count <= 2 * (1 + 2))
      #expect(lost.allSatisfy { $0.failure?.kind == "worker" })
      #expect(Set(jobs.map(\.status)).isSubset(of: ["done", "failed", "not-started"]))
      if done.count < batch.oracle.count {
        #expect(result.ending == .exit(75), "\(result.errors)")
        #expect(result.errors.contains("--resume"), "\(result.errors)")
        killed += 1
      }
      let report = try run.readReport()
      #expect(report.sum("files_done") == UInt64(done.count))
    }
    Soak.say("\(handoff): \(killed) fork servers killed before all was done")
    if Soak.repetitions >= 20 { #expect(killed > 0) }
  }

  @Test(
    arguments: modes, [[SIGINT], [SIGTERM], [SIGINT, SIGINT], [SIGTERM, SIGTERM]])
  func signalEndsTheRunInOrder(mode: [String], signals: [CInt]) throws {
    let batch = try batch()
    var stopped = 0
    for repetition in 0..<Soak.repetitions {
      var random = random(4 + UInt64(signals.count), repetition)
      let run = try batch.start(mode + ["--workers", "2"])
      sleep(&random, upTo: batch.duration)
      run.process.signal(signals[0])
      for signal in signals.dropFirst() {
        sleep(&random, upTo: 150_000)
        run.process.signal(signal)
      }
      let result = try run.end()
      run.checkNobodyIsLeft()
      let seen = try run.checkOutputs()
      switch result.ending {
      case .exit(0):
        // The signal came too late to stop anything.
        #expect(seen == Set(batch.oracle.keys))
      case .signal(let number):
        // It came before the program was ready for it, and so before any work; or when only the
        // report was left to write: of two, after the first had ended the batch.
        #expect(number == signals[0])
        #expect(signals.count > 1 || seen.isEmpty || seen == Set(batch.oracle.keys))
      case .exit(let code):
        #expect(code == 128 + signals[0], "\(result.errors)")
        let jobs = try JobRecord.all(in: result.output)
        let done = Set(jobs.filter { $0.status == "done" }.map { lastName($0.output) })
        // Two signals may kill an output's report, never the output.
        #expect(signals.count > 1 ? done.isSubset(of: seen) : done == seen)
        let report = try run.readReport()
        #expect(report.runs.first?.exitCode == Int(code))
        #expect(report.sum("files_done") == UInt64(done.count))
        #expect(jobs.count == batch.oracle.count, "each job has one line")
        stopped += done.count < batch.oracle.count ? 1 : 0
      }
    }
    Soak.say("\(mode) \(signals): \(stopped) of \(Soak.repetitions) runs stopped before the end")
    // With so many random moments, some fall before the end.
    if Soak.repetitions >= 20 { #expect(stopped > 0) }
  }

  /// As ^Z and `fg` do.
  @Test(arguments: modes)
  func runThatWasHeldGoesOn(mode: [String]) throws {
    let batch = try batch()
    let run = try batch.start(mode + ["--workers", "2"])
    usleep(useconds_t(batch.duration / 3))
    let all = Family.processes(mark: run.output.string).map(\.id)
    for process in all { kill(process, SIGSTOP) }
    usleep(50_000)
    for process in all { kill(process, SIGCONT) }
    #expect(try run.end().ending == .exit(0))
    try run.checkComplete()
  }
}
