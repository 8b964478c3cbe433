import Pipeline
import Testing
import Tool

@Suite struct ExitStatusTests {
  @Test(
    arguments: [
      ([], nil, 0), ([.picture], nil, 1), ([.file, .worker], nil, 1),
      ([.picture, .environment], nil, 75), ([.environment], 130, 130), ([], 143, 143),
      ([.interrupted], 130, 130), ([.interrupted], nil, 1),
    ] as [(Set<JobFailure.Kind>, CInt?, CInt)])
  func codes(failures: Set<JobFailure.Kind>, signal: CInt?, code: CInt) {
    let status = ExitStatus.of(failures: failures, signalCode: signal)
    #expect(status.rawValue == code)
  }
}
