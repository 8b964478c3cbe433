import Benchmark
import Figures

extension ComparisonPage {
  /// Who did what when: whole runs, and a piece of each so large that single switches are seen.
  static func timelines(_ report: ComparisonReport, _ shown: [ComparisonArm]) -> [Page.Section] {
    let drawn = shown.filter {
      $0.arm.timeline.map { $0.duration > 0 && !$0.tracks.isEmpty } ?? false
    }
    guard !drawn.isEmpty else { return [] }
    let length = pieceLength(drawn)
    let longest = drawn.compactMap { $0.arm.timeline?.duration }.max() ?? 0
    let section = Page.Section(
      identifier: "timeline", name: "Timeline", heading: "What each worker does, and when"
    ) {
      element("p") {
        "Gaps are time in which a worker had nothing to do or waited for something else than the "
          + "lock. Where things change faster than can be drawn, they stand on top of each other, "
          + "each as high as its share of the time. All runs have the same scale."
      }
      key(drawn)
      for (index, entry) in drawn.enumerated() {
        timeline(entry, index, whole: 0..<longest, piece: length)
      }
      shares(drawn)
    }
    return [section]
  }

  private static func key(_ drawn: [ComparisonArm]) -> Markup {
    let names = Set(drawn.flatMap { $0.arm.timeline?.tracks ?? [] }.flatMap(\.spans).map(\.name))
    return element("div", ["class": "key"]) {
      for stage in StageTexture.allCases where names.contains(stage.rawValue) {
        Patterns.swatch(stage.texture, stage.label)
      }
    }
  }

  /// So long that a worker of the first arm changes what it does about thirty times, in
  /// nanoseconds; nil where whole runs are hardly longer.
  private static func pieceLength(_ drawn: [ComparisonArm]) -> UInt64? {
    let timeline = drawn.first { $0.arm.setup.mode == "locked" }?.arm.timeline
    guard let timeline = timeline ?? drawn[0].arm.timeline,
      let lane = timeline.tracks.max(by: { $0.spans.count < $1.spans.count }),
      lane.spans.count > 60
    else { return nil }
    let length = timeline.duration / UInt64(lane.spans.count) * 30
    return length > 0 ? length : nil
  }

  private static func timeline(
    _ entry: ComparisonArm, _ index: Int, whole: Range<UInt64>, piece: UInt64?
  ) -> Markup {
    guard let timeline = entry.arm.timeline else { return Markup() }
    let lanes = timeline.tracks.map(TimelineLane.init)
    let window = piece.flatMap { self.piece(of: timeline, length: $0) }
    let chart = TimelineChart(
      title: "Timeline of \(entry.name)", summary: summary(timeline), lanes: lanes,
      window: whole, origin: 0, marked: window)
    var marks = element("h3", ["class": "\(entry.ink.name)-text"]) { entry.name }
    marks += Exhibit("timeline-\(index)", chart).markup
    if let window {
      let length = Humanised.duration(window.upperBound - window.lowerBound)
      let piece = TimelineChart(
        title: "A piece of the timeline of \(entry.name)",
        summary: "\(length) of the run, so large that single switches can be seen.",
        lanes: lanes, window: window, origin: 0)
      marks +=
        Exhibit(
          "piece-\(index)", piece, caption: "The \(length) framed above."
        ).markup
    }
    return marks
  }

  /// Around the middle of the run, where neither start nor end disturb.
  private static func piece(of timeline: ArmTimeline, length: UInt64) -> Range<UInt64>? {
    guard length < timeline.duration / 2 else { return nil }
    let start = (timeline.duration - length) / 2
    return start..<start + length
  }

  private static func summary(_ timeline: ArmTimeline) -> String {
    let spans = Humanised.count(timeline.recordedSpans, "span")
    return "\(Humanised.count(timeline.tracks.count, "row")), \(spans) in "
      + "\(Humanised.duration(timeline.duration))."
  }

  /// What the workers' time went into, in the runs that are drawn.
  private static func shares(_ drawn: [ComparisonArm]) -> Markup {
    let rows = drawn.compactMap { entry -> StackChart.Row? in
      guard let timeline = entry.arm.timeline else { return nil }
      let workers = timeline.tracks.filter { $0.name.hasPrefix("worker") }
      guard !workers.isEmpty else { return nil }
      var parts = StageTexture.allCases.map { stage in
        let spans = workers.flatMap(\.spans).filter { $0.name == stage.rawValue }
        return StackChart.Part(
          texture: stage.texture, label: stage.label,
          amount: spans.reduce(0) { $0 + Double($1.end - $1.start) })
      }
      let whole = Double(timeline.duration) * Double(workers.count)
      let rest = whole - parts.reduce(0) { $0 + $1.amount }
      parts.append(StackChart.Part(texture: nil, label: "nothing of these", amount: max(rest, 0)))
      return StackChart.Row(label: entry.name, ink: entry.ink, parts: parts)
    }
    guard !rows.isEmpty else { return Markup() }
    let chart = StackChart(
      title: "What the workers' time went into", summary: summary(rows), rows: rows)
    return element("h3") { "What all of the workers' time went into" }
      + Exhibit("shares", chart).markup
  }

  private static func summary(_ rows: [StackChart.Row]) -> String {
    rows.map { row in
      let total = max(row.parts.reduce(0) { $0 + $1.amount }, 1)
      let parts = row.parts.filter { $0.amount > 0 }.map {
        "\($0.label) \(Humanised.fixed($0.amount / total * 100, 0)) %"
      }
      return "\(row.label): \(parts.joined(separator: ", "))"
    }.joined(separator: "; ") + "."
  }
}
