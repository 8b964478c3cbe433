import Benchmark

/// What the runs of a comparison said of themselves, each thing once.
package struct RunRemarks: Sendable {
  /// In the order in which they were first heard, with the arms that said them.
  private var heard: [(text: String, arms: Set<String>)] = []

  package init() {}

  package mutating func add(_ notes: [String], arm: String) {
    for note in notes {
      if let known = heard.firstIndex(where: { $0.text == note }) {
        heard[known].arms.insert(arm)
      } else {
        heard.append((note, [arm]))
      }
    }
  }

  /// What all arms said stands alone; before the rest stands who said it.
  package func texts(of arms: [String]) -> [String] {
    heard.map { note, speakers in
      let known = arms.filter { speakers.contains($0) }
      return known.count == arms.count ? note : known.joined(separator: ", ") + ": " + note
    }
  }
}
