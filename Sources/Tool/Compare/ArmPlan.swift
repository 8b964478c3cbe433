import Benchmark
import Execution

/// An option with a list of values, each of which makes arms of its own. The value of a flag is
/// empty.
package struct ArmAxis: Sendable, Hashable {
  /// Without its dashes.
  package var name: String
  /// As `process` takes them; none leaves the option out.
  package var values: [String]
  /// The modes in which the option means something; it is left out in the others.
  package var modes: Set<Mode>

  package init(_ name: String, _ values: [String], modes: Set<Mode> = Set(Mode.allCases)) {
    self.name = name
    self.values = values
    self.modes = modes
  }
}

/// Which arms there are.
package enum ArmPlan {
  /// Every mode with every value of every option and every number of workers, in this order, the
  /// last changing fastest. Each arm occurs once, however often the lists lead to it.
  package static func setups(
    modes: [Mode], workers: [Int], axes: [ArmAxis]
  ) -> [ArmSetup] {
    var seen: Set<ArmSetup> = []
    return modes.flatMap { mode in
      combinations(of: axes.filter { $0.modes.contains(mode) && !$0.values.isEmpty })
        .flatMap { options in
          // Inline is one thread by definition.
          (mode == .inline ? [1] : workers).map { count in
            ArmSetup(mode: mode.rawValue, workers: count, options: options)
          }
        }
    }.filter { seen.insert($0).inserted }
  }

  private static func combinations(of axes: [ArmAxis]) -> [[ArmSetup.Option]] {
    axes.reduce([[]]) { combinations, axis in
      combinations.flatMap { options in
        axis.values.map { options + [ArmSetup.Option(name: axis.name, value: $0)] }
      }
    }
  }

  /// Arms without runs, under names that tell them apart: an option is part of the name where arms
  /// of the same mode differ in it.
  package static func arms(_ setups: [ArmSetup]) -> [Arm] {
    setups.map { setup in
      let siblings = setups.filter { $0.mode == setup.mode }
      let telling = setup.options.filter { option in
        siblings.contains { $0[option: option.name] != option.value }
      }
      let suffix = telling.map { " " + $0.text }.joined()
      return Arm(
        setup: setup, label: "\(setup.mode) \(setup.workers)\(suffix)",
        seriesLabel: setup.mode + suffix, runs: [])
    }
  }

  /// One worker, then twice as many again and again, up to the CPUs that may be used, and exactly
  /// those. Two workers are measured on a single CPU as well: that they gain nothing is worth
  /// seeing.
  package static func standardWorkers(effectiveCPUs: Int) -> [Int] {
    let most = max(effectiveCPUs, 2)
    var counts: [Int] = []
    var count = 1
    while count < most {
      counts.append(count)
      count *= 2
    }
    return counts + [most]
  }

  /// The arm that a name stands for. Colons may stand for its spaces, so that a shell needs no
  /// quotes; a mode alone, or with a number of workers, stands for the first such arm.
  package static func index(of name: String, among arms: [Arm]) -> Int? {
    let spaced = String(name.map { $0 == ":" ? " " : $0 })
    return arms.firstIndex { $0.label == name || $0.label == spaced }
      ?? arms.firstIndex { "\($0.setup.mode) \($0.setup.workers)" == spaced }
      ?? arms.firstIndex { $0.setup.mode == name || $0.seriesLabel == spaced }
  }
}
