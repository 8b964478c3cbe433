import Figures
import Measure

extension Claim {
  static let protection = Claim(
    id: .c3,
    sentence: "The lock protects shared data from races; processes do not share it at all.",
    run: "All workers count the pixels of their pictures in one table, in several ways.",
    experiment: "All workers count the brightness of every pixel in one table of 256 numbers. Each "
      + "pixel reads a number and writes it back with one added, as two steps, or as one atomic "
      + "step, or in a table of the job's own that is added up later. How often was added is "
      + "known.",
    rule:
      "Holds if two steps lose nothing under the lock and lose something without it; if nothing "
      + "is lost with atomic steps or tables of their own; and if a coordinator finds nothing in "
      + "its table of what worker processes counted in theirs, and everything if the table lies in "
      + "memory that they share. Does not hold if one of these is wrong. Cannot be shown if free "
      + "threads happened to lose nothing.",
    because: "A single lost addition refutes a protection, so no interval is needed. That free "
      + "threads lose some is a matter of luck, and a run without a loss proves no protection."
  ) { evidence in
    guard let locked = evidence.tally("locked", "racy"), let free = evidence.tally("free", "racy")
    else { return .nothing("the runs that show it were not made") }
    var wrong = !locked.isExact
    var open: String?
    var parts = [
      "of \(Humanised.count(free.runs[0].expected)) pixels, threads lost \(locked.lossText) under "
        + "the lock and \(free.lossText) without it"
    ]
    for (mode, kept, words) in [
      ("free", "atomic", "with atomic steps"), ("free", "merged", "with tables of their own"),
      ("forked", "shared", "in memory that processes share"),
    ] {
      guard let runs = evidence.tally(mode, kept) else {
        open = open ?? "not all ways of counting were run"
        continue
      }
      wrong = wrong || !runs.isExact
      parts.append("\(runs.lossText) \(words)")
    }
    if let apart = evidence.tally("forked", "racy") {
      let found = apart.runs.map(\.counted).max() ?? 0
      wrong = wrong || found > 0
      parts.append(
        "and of those that processes counted for themselves, the coordinator found "
          + Humanised.count(found))
    } else {
      open = open ?? "not all ways of counting were run"
    }
    if free.runs.allSatisfy(\.isExact) {
      open =
        evidence.loneCPU
        ?? "no two additions of free threads happened to collide; run it again, or on larger "
        + "pictures"
    }
    let measured = parts.joined(separator: ", ")
    if wrong { return Finding(measured, .fails) }
    return Finding(measured, open.map { .cannotBeShown(reason: $0) } ?? .holds)
  }
}

extension TallyRuns {
  var isExact: Bool { runs.allSatisfy(\.isExact) }

  /// `none`, `up to 61,204`.
  var lossText: String {
    let worst = runs.map(\.lost).max() ?? 0
    if runs.contains(where: { $0.counted > $0.expected }) { return "less than none" }
    return worst == 0 ? "none" : "up to " + Humanised.count(worst)
  }
}
