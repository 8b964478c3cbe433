import Pipeline
import Testing
import Tool

@Suite struct ExitStatusTests {
  @Test(
    arguments: [
      ([], false, nil, 0), ([.picture], false, nil, 1), ([.file, .worker], false, nil, 1),
      ([], true, nil, 1), ([.picture, .environment], false, nil, 75),
      ([.environment], false, 130, 130), ([], false, 143, 143), ([.interrupted], false, 130, 130),
      ([.interrupted], false, nil, 1),
    ] as [(Set<JobFailure.Kind>, Bool, CInt?, CInt)])
  func codes(failures: Set<JobFailure.Kind>, trouble: Bool, signal: CInt?, code: CInt) {
    let status = ExitStatus.of(failures: failures, otherTrouble: trouble, signalCode: signal)
    #expect(status.rawValue == code)
  }
}
