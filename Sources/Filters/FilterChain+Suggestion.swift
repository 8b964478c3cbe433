/// The name that was probably meant.
package enum Suggestion {
  /// Of `names`, the one nearest to `word`, or nil where none is near.
  ///
  /// Near means at most one change for every two letters, and never more than three.
  package static func nearest(to word: String, among names: [String]) -> String? {
    // Nobody mistypes a name into sixty letters; comparing them would only cost time.
    guard word.utf8.count <= 60 else { return nil }
    let limit = min(3, max(1, word.utf8.count / 2))
    let ranked = names.map { (name: $0, distance: editDistance(word, $0)) }
    guard let best = ranked.min(by: { $0.distance < $1.distance }), best.distance <= limit else {
      return nil
    }
    return best.name
  }

  /// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other
  /// (Damerau–Levenshtein, optimal string alignment), letters compared without case.
  static func editDistance(_ a: String, _ b: String) -> Int {
    let a = Array(a.lowercased().utf8)
    let b = Array(b.lowercased().utf8)
    var older: [Int] = []
    var previous = Array(0...b.count)
    for i in 0..<a.count {
      var current = [i + 1]
      for j in 0..<b.count {
        let replaced = previous[j] + (a[i] == b[j] ? 0 : 1)
        var best = min(replaced, previous[j + 1] + 1, current[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          best = min(best, older[j - 1] + 1)
        }
        current.append(best)
      }
      older = previous
      previous = current
    }
    return previous[b.count]
  }
}
