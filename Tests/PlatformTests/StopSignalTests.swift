import Platform
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// In processes of their own, which signals end.
@Suite struct StopSignalTests {
  /// The threads that tests run on block signals.
  private static func unblock() {
    var all = sigset_t()
    _ = unsafe sigfillset(&all)
    _ = unsafe pthread_sigmask(SIG_UNBLOCK, &all, nil)
  }

  @Test func signalsAreCounted() async {
    await #expect(processExitsWith: .success) {
      StopSignalTests.unblock()
      _ = try StopSignals.install()
      for _ in 0..<5 { raise(SIGTERM) }
      precondition(StopSignals.count(of: .terminate) == 5)
      precondition(StopSignals.received == .terminate)
    }
  }

  @Test func aSignalThatIsLetGoEndsTheProcess() async {
    await #expect(processExitsWith: .signal(SIGHUP)) {
      StopSignalTests.unblock()
      _ = try StopSignals.install()
      raise(SIGHUP)
      StopSignals.letGo()
      raise(SIGHUP)
    }
  }

  @Test func whatWasIgnoredBeforeStaysSo() async {
    await #expect(processExitsWith: .signal(SIGTERM)) {
      StopSignalTests.unblock()
      _ = signal(SIGHUP, SIG_IGN)
      _ = try StopSignals.install()
      raise(SIGHUP)
      precondition(StopSignals.received == nil)
      StopSignals.letGo()
      raise(SIGHUP)
      raise(SIGTERM)
    }
  }

  @Test func theFatalSignalIsCountedAcrossKinds() async {
    await #expect(processExitsWith: .signal(SIGTERM)) {
      StopSignalTests.unblock()
      _ = try StopSignals.install(fatal: 3)
      raise(SIGINT)
      raise(SIGHUP)
      precondition(StopSignals.count(of: .interrupt) == 1)
      raise(SIGTERM)
    }
  }
}
