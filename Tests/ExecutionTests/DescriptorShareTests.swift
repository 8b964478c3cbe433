import Execution
import TestSupport
import Testing

/// How descriptors are shared out where encoded bytes go through the coordinator.
@Suite struct DescriptorShareTests {
  private func settings(
    _ handoff: Handoff, workers: Int, inFlight: Int
  ) -> ExecutionSettings {
    var settings = ExecutionSettings()
    settings.handoff = handoff
    settings.workers = workers
    settings.inFlight = inFlight
    return settings
  }

  @Test func onlySharedMemoryIsRationed() {
    let pipe = DescriptorShare(spare: 5, settings(.pipe, workers: 8, inFlight: 64))
    #expect(pipe.blocks == .max && pipe.readAhead == 64 && pipe.total == 8)
    let unlimited = DescriptorShare(spare: nil, settings(.shm, workers: 8, inFlight: 64))
    #expect(unlimited.blocks == .max && unlimited.readAhead == 64)
  }

  /// Whatever there is, everything together fits in, and something may always go on.
  @Test func whatIsGivenOutIsThere() {
    var random = SeededRandom(seed: 5)
    for _ in 0..<2000 {
      let workers = Int.random(in: 1...100, using: &random)
      let inFlight = Int.random(in: 1...100, using: &random)
      let spare = Int.random(in: -50...2000, using: &random)
      let share = DescriptorShare(
        spare: spare, settings(.shm, workers: workers, inFlight: inFlight))
      #expect(share.blocks >= 1 && (1...inFlight).contains(share.readAhead))
      #expect(share.total == workers + 2 * share.blocks)
      guard spare >= workers + 4 else { continue }
      #expect(share.total <= spare)
      // Those on their way to workers, by the kernel's count.
      #expect(share.readAhead * workers <= spare)
    }
  }

  @Test func manyDescriptorsLimitNothing() {
    let share = DescriptorShare(spare: 100_000, settings(.shm, workers: 8, inFlight: 64))
    #expect(share.readAhead == 64)
    #expect(share.blocks > 8 * 65)
  }
}
