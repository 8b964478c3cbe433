extension ComparisonReport {
  /// What runs were told that neither the chain nor the arms' labels show: slowed storage or a
  /// memory budget, say, that all arms of a mode have in common. Nil where there was nothing.
  package var circumstances: String? {
    var shared: [(options: [String], modes: [String])] = []
    let modes = arms.map(\.setup.mode).reduce(into: [String]()) { modes, mode in
      if !modes.contains(mode) { modes.append(mode) }
    }
    func add(_ words: [String], _ mode: String) {
      if let known = shared.firstIndex(where: { $0.options == words }) {
        shared[known].modes.append(mode)
      } else {
        shared.append((words, [mode]))
      }
    }
    for mode in modes {
      let setups = arms.map(\.setup).filter { $0.mode == mode }
      for option in setups[0].options where setups.allSatisfy({ $0.options.contains(option) }) {
        add(option.words, mode)
      }
    }
    let everywhere =
      workload.optionsBesidesChain + shared.filter { $0.modes == modes }.flatMap(\.options)
    var parts = everywhere.isEmpty ? [] : ["all arms: " + everywhere.joined(separator: " ")]
    for mode in modes {
      let own = shared.filter { $0.modes != modes && $0.modes.contains(mode) }.flatMap(\.options)
      if !own.isEmpty { parts.append("\(mode): " + own.joined(separator: " ")) }
    }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }
}

extension Workload {
  /// The options without the chain, which is told by itself.
  package var optionsBesidesChain: [String] {
    guard let place = options.firstIndex(of: "--filters") else { return options }
    return Array(options[..<place]) + options.dropFirst(min(place + 2, options.count))
  }
}
