import TestSupport

#if canImport(Glibc)
  import Glibc
#endif

/// How often the tests of survival repeat themselves: a few times as tests, often as a soak
/// (`make soak`), with TRIPTYCH_SOAK=100 in the environment.
enum Soak {
  static let repetitions = Places.environment("TRIPTYCH_SOAK").flatMap { Int($0) } ?? 3
  static let isOn = Places.environment("TRIPTYCH_SOAK") != nil
  static let absence = "takes minutes: make soak"

  /// Where random moments come from; each test adds a number of its own.
  static let seed = Places.environment("TRIPTYCH_SEED").flatMap { UInt64($0) } ?? 20_240_601

  /// Says what was seen, in a soak.
  static func say(_ text: @autoclosure () -> String) {
    if isOn { tell("soak: \(text())") }
  }

  /// Says it now, also where the output is a pipe.
  static func tell(_ text: String) {
    print(text)
    fflush(nil)
  }
}
