import Execution
import FileIO
import Pipeline
import Platform
import SystemPackage
import Testing

@Suite("What a worker process may do")
struct WorkerPolicyTests {
  private func settings(_ handoff: Handoff, _ io: EngineChoice = .pool) -> ExecutionSettings {
    var settings = ExecutionSettings()
    settings.mode = .forked
    settings.handoff = handoff
    settings.io = io
    settings.inputs = ["in", "one/a.png"]
    settings.output = "out"
    return settings
  }

  private func jobs(_ inputs: FilePath...) -> [Job] {
    inputs.enumerated().map {
      Job(
        id: $0.offset, input: $0.element, output: FilePath("out/x/\($0.offset).png"),
        replace: false, inputBytes: 10)
    }
  }

  private func policy(
    _ settings: ExecutionSettings, _ jobs: [Job] = [], links: Set<FilePath> = []
  ) -> WorkerPolicy {
    WorkerPolicy(settings, Recipe(), jobs, isLink: { links.contains($0) })
  }

  @Test func whoIsHandedContentsHasNoFiles() {
    for io in EngineChoice.allCases {
      for (handoff, calls) in [
        (Handoff.pipe, Sys.CallGroups.always), (.shm, [.always, .sharedMemory]),
      ] {
        let policy = policy(settings(handoff, io), jobs("in/a.png", "b.png"))
        #expect(policy.calls == calls)
        #expect(policy.readable.isEmpty && policy.writable.isEmpty)
      }
    }
  }

  @Test func aRingIsAllowedOnlyWhereThereIsOne() {
    for io in [EngineChoice.blocking, .pool, .null] {
      #expect(policy(settings(.path, io)).calls == [.always, .files])
    }
    for io in [EngineChoice.uring, .auto] {
      #expect(policy(settings(.path, io)).calls == [.always, .files, .ring])
    }
  }

  @Test func whatWasNamedIsReadableAndWhatItDoesNotCover() {
    let policy = policy(
      settings(.path),
      jobs("in/a.png", "in/deep/b.png", "one/a.png", "inn/c.png", "in/link.png", "/far/d.png"),
      links: ["in/link.png", "one/a.png"])
    #expect(policy.readable == ["in", "one/a.png", "inn/c.png", "in/link.png", "/far/d.png"])
    #expect(policy.writable == ["out"])
  }

  @Test func theCurrentFolderCoversWhatIsInIt() {
    var settings = settings(.path)
    settings.inputs = ["."]
    #expect(policy(settings, jobs("./a.png", "./b/c.png")).readable == ["."])
  }

  @Test func withoutAnOutputFolderThoseOfTheJobsAreWritable() {
    var settings = settings(.path)
    settings.output = nil
    #expect(policy(settings, jobs("in/a.png", "in/b.png")).writable == ["out/x"])
  }

  /// The bound grows with each thing that may take memory, and never falls below what the budget
  /// and the largest picture take together.
  @Test func memoryIsBoundedByWhatMayBeTaken() {
    var settings = settings(.path)
    settings.memoryBudget = 1 << 20
    let least = policy(settings).memory
    #expect(least >= (2 << 20) + Recipe().boundOnWorkingBytes)
    settings.memoryBudget = 1 << 40
    #expect(policy(settings).memory - least == 2 * (1 << 40 - 1 << 20))
    var jobs = jobs("in/a.png")
    jobs[0].inputBytes = 1 << 31
    #expect(policy(settings, jobs).memory - policy(settings).memory == 2 * 3 << 31)
    settings.inFlight = 64
    #expect(policy(settings).descriptors >= 2 * 2 * 64)
    settings.memoryBudget = .max
    #expect(policy(settings).memory == .max)
  }
}
