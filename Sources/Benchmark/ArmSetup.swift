/// How the runs of an arm are set up, in the words of the command line.
package struct ArmSetup: Sendable, Hashable {
  package struct Option: Sendable, Hashable {
    /// Without its dashes: `handoff`.
    package var name: String
    /// Empty for a flag.
    package var value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }

    /// As part of a label.
    package var text: String { value.isEmpty ? name : "\(name)=\(value)" }

    /// As a command line spells it.
    package var words: [String] { ["--" + name] + (value.isEmpty ? [] : [value]) }
  }

  /// `locked`, `free`, `forked` or `inline`.
  package var mode: String
  package var workers: Int
  /// What else was asked for this arm, beyond what is the same for every `process` by default.
  package var options: [Option]

  package init(mode: String, workers: Int, options: [Option] = []) {
    self.mode = mode
    self.workers = workers
    self.options = options
  }

  /// Everything but the number of workers: arms that share it make a scaling series.
  package var series: ArmSetup {
    var series = self
    series.workers = 0
    return series
  }

  package subscript(option name: String) -> String? { options.first { $0.name == name }?.value }
}
