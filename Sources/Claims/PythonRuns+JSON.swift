import Benchmark
import Report

extension PythonRuns {
  var json: JSONValue {
    [
      "interpreter": .string(interpreter), "version": JSONValue(version),
      "lock": hasLock.map { .bool($0) } ?? .null,
      "notes": .array(notes.map { .string($0) }),
      "arms": .array(arms.map { $0.json(speedUp: speedUp($0)) }),
      "convoys": .array(convoys.map(\.json)),
    ]
  }
}

extension PythonArm {
  fileprivate func json(speedUp: Estimate?) -> JSONValue {
    [
      "work": .string(work.rawValue), "mode": .string(mode), "workers": JSONValue(workers),
      "speed_up": speedUp.map { .number($0.value) } ?? .null,
      "rounds": .array(
        rounds.map {
          [
            "wall_s": .number($0.wall), "cpu_s": .number($0.cpu),
            "voluntary_switches": .number($0.voluntarySwitches),
            "involuntary_switches": .number($0.involuntarySwitches),
          ]
        }),
    ]
  }
}
