import Benchmark
import FileIO

extension Arm {
  /// Whether its runs leave outputs behind.
  var writes: Bool { setup[option: "io"] != EngineChoice.null.rawValue }
}
