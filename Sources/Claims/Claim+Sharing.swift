import Measure

extension Claim {
  static let protection = Claim(
    id: .c3,
    sentence: "The lock protects shared data from races; processes do not share it at all.",
    run: "All workers count the pixels of their pictures in one table, in several ways.",
    experiment: "All workers count the brightness of every pixel in one table of 256 numbers. Each "
      + "pixel reads a number and writes it back with one added, as two steps, or as one atomic step, "
      + "or in a table of the job's own that is added up later. How often was added is known.",
    rule:
      "Holds if two steps lose nothing under the lock and lose something without it; if nothing "
      + "is lost with atomic steps or tables of their own; and if a coordinator finds nothing in its "
      + "table of what worker processes counted in theirs, and everything if the table lies in memory "
      + "that they share. Does not hold if one of these is wrong. Cannot be shown if free threads "
      + "happened to lose nothing.",
    because: "A single lost addition refutes a protection, so no interval is needed. That free "
      + "threads lose some is a matter of luck, and a run without a loss proves no protection."
  ) { evidence in
    guard let locked = evidence.tally("locked", "racy"), let free = evidence.tally("free", "racy")
    else { return .nothing("the runs that show it were not made") }
    var wrong = !locked.isExact
    var open: String?
    var parts = ["under the lock \(locked.lossText)", "without it \(free.lossText)"]
    for (mode, kept, words) in [
      ("free", "atomic", "with atomic steps"), ("free", "merged", "with tables of their own"),
      ("forked", "shared", "in memory that processes share"),
    ] {
      guard let runs = evidence.tally(mode, kept) else {
        open = open ?? "not all ways of counting were run"
        continue
      }
      wrong = wrong || !runs.isExact
      parts.append("\(words) \(runs.lossText)")
    }
    if let apart = evidence.tally("forked", "racy") {
      let found = apart.runs.map(\.counted).max() ?? 0
      wrong = wrong || found > 0
      parts.append(
        "a coordinator found \(ClaimText.grouped(found)) of "
          + "\(ClaimText.grouped(apart.runs[0].expected)) that processes counted for themselves")
    } else {
      open = open ?? "not all ways of counting were run"
    }
    if free.runs.allSatisfy(\.isExact) {
      open =
        evidence.loneCPU ?? "no two additions of free threads happened to collide; run it again"
    }
    let measured = ClaimText.list(parts)
    if wrong { return Finding(measured, .fails) }
    return Finding(measured, open.map { .cannotBeShown(reason: $0) } ?? .holds)
  }
}

extension TallyRuns {
  var isExact: Bool { runs.allSatisfy(\.isExact) }

  /// `none of 3,145,728 was lost`, `61,204 of 3,145,728 were lost`, of the run that lost most.
  var lossText: String {
    guard let worst = runs.max(by: { $0.lost < $1.lost }) else { return "nothing was counted" }
    let all = ClaimText.grouped(worst.expected)
    if let more = runs.first(where: { $0.counted > $0.expected }) {
      return "\(ClaimText.grouped(more.counted)) came of \(ClaimText.grouped(more.expected))"
    }
    return worst.lost == 0
      ? "none of \(all) was lost" : "up to \(ClaimText.grouped(worst.lost)) of \(all) were lost"
  }
}
