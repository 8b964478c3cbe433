import Figures

/// How often durations of each length occurred, over a logarithmic axis.
package struct DurationChart: Chart {
  package var title: String
  package var summary: String
  package var histogram: Histogram
  package var ink: Ink
  /// Durations worth a line, in nanoseconds, with what they are.
  package var references: [(nanoseconds: UInt64, label: String)]
  /// The axis, in nanoseconds, so that several charts can share one; widened as needed.
  package var domain: ClosedRange<Double>?

  package init(
    title: String, summary: String, histogram: Histogram, ink: Ink,
    references: [(nanoseconds: UInt64, label: String)], domain: ClosedRange<Double>? = nil
  ) {
    self.title = title
    self.summary = summary
    self.histogram = histogram
    self.ink = ink
    self.references = references
    self.domain = domain
  }

  /// Values of a bar: lower end, upper end not included, and how many there are.
  package struct Bar: Sendable, Hashable {
    package var lower: Double
    package var upper: Double
    package var count: UInt64
  }

  /// Four bars an octave, each of four of the histogram's buckets; below 16 ns, where a bucket is
  /// a nanosecond, one bar for each doubling. Empty ones are left out, and so is 0, which has no
  /// place on a logarithmic axis.
  package var bars: [Bar] {
    var counts: [Int: UInt64] = [:]
    for (index, count) in histogram.buckets.enumerated() where index > 0 && count > 0 {
      // From 16 on, buckets come in sixteens; sixteen is divisible by the four of a bar.
      let key = index < 16 ? -4 + index.bitWidth - 1 - index.leadingZeroBitCount : index / 4
      counts[key, default: 0] += count
    }
    return counts.sorted { $0.key < $1.key }.map { key, count in
      if key < 0 {
        let lower = 1 << (key + 4)
        return Bar(lower: Double(lower), upper: Double(lower * 2), count: count)
      }
      let lower = Double(Histogram.range(of: key * 4).lowerBound)
      let upper = Double(Histogram.range(of: key * 4 + 3).upperBound) + 1
      return Bar(lower: lower, upper: upper, count: count)
    }
  }

  /// How often nothing was waited or held at all.
  package var zeros: UInt64 { histogram.buckets.first ?? 0 }

  private static let zeroWidth = 24.0

  /// Whether 0 has a place of its own, to the left of the logarithmic axis.
  private var hasZeros: Bool { zeros > 0 || references.contains { $0.nanoseconds == 0 } }

  package func drawing(width: Double) -> Drawing {
    let bars = bars
    // Above the plot: what the axis shows, and two rows for what the lines are.
    let top = 78.0
    let plot = Plot(left: 44, top: top, right: width - 12, bottom: top + min(220, width * 0.4))
    let scale = LogScale(
      shown(bars), from: plot.left + (hasZeros ? Self.zeroWidth + 8 : 0), to: plot.right)
    let total = Double(max(histogram.count, 1))
    let highest = Double((bars.map(\.count) + [zeros]).max() ?? 1) / total * 100
    let vertical = plot.vertical(0...highest * 1.05)
    let shares = vertical.ticks(atMost: 5)
    let times = scale.ticks(atMost: plot.room(for: "100 µs"))
    return Drawing(width: width, height: plot.bottom + 34) {
      plot.leftAxis(vertical, shares, title: "", text: shares.text)
      Shapes.text("share of all, %", 0, 16, "tick")
      plot.bottomAxis(scale, times, title: "", text: TimeUnit.short)
      if hasZeros { zeroBar(plot, total: total, vertical) }
      for bar in bars { self.bar(bar, total: total, scale, vertical) }
      lines(plot, scale)
    }
  }

  private func shown(_ bars: [Bar]) -> ClosedRange<Double> {
    let ends = bars.flatMap { [$0.lower, $0.upper] }
    let marks = references.map { Double($0.nanoseconds) }.filter { $0 > 0 }
    let lower = (ends + marks + (domain.map { [$0.lowerBound] } ?? [])).min() ?? 1
    let upper = (ends + marks + (domain.map { [$0.upperBound] } ?? [])).max() ?? 10
    return lower / 1.2...upper * 1.2
  }

  private func zeroBar(_ plot: Plot, total: Double, _ vertical: LinearScale) -> Markup {
    let share = Double(zeros) / total * 100
    let height = zeros > 0 ? max(vertical.start - vertical.position(of: share), 1) : 0
    return Shapes.rectangle(
      plot.left + 1, plot.bottom - height, Self.zeroWidth, height, "mark bar \(ink.name)",
      hint: "0: \(Humanised.count(zeros)) (\(Humanised.figures(share)) %)")
      + Shapes.text("0", plot.left + 1 + Self.zeroWidth / 2, plot.bottom + 20, "tick", .middle)
  }

  private func bar(_ bar: Bar, total: Double, _ scale: LogScale, _ vertical: LinearScale)
    -> Markup
  {
    let (from, to) = (scale.position(of: bar.lower), scale.position(of: bar.upper))
    let share = Double(bar.count) / total * 100
    let y = vertical.position(of: share)
    let hint =
      "\(Humanised.duration(UInt64(bar.lower))) to \(Humanised.duration(UInt64(bar.upper))): "
      + "\(Humanised.count(bar.count)) (\(Humanised.figures(share)) %)"
    // Few are not none.
    let height = max(vertical.start - y, 1)
    return Shapes.rectangle(
      from, vertical.start - height, to - from - 0.5, height, "mark bar \(ink.name)", hint: hint)
  }

  /// Lines at the references, with their labels above the plot on two levels.
  private func lines(_ plot: Plot, _ scale: LogScale) -> Markup {
    var marks = Markup()
    let sorted = references.sorted { $0.nanoseconds < $1.nanoseconds }
    var ends = [-Double.infinity, -Double.infinity]
    for reference in sorted {
      let x =
        reference.nanoseconds == 0
        ? plot.left + 1 + Self.zeroWidth / 2
        : scale.position(of: Double(reference.nanoseconds))
      let text = "\(reference.label) \(Humanised.duration(reference.nanoseconds))"
      let half = Labels.width(of: text, size: 14) / 2
      let centre = min(max(x, plot.left + half - 44), plot.right - half + 12)
      let level = centre - half > ends[0] ? 0 : 1
      ends[level] = centre + half + 6
      let y = plot.top - 8 - Double(level) * 19
      marks += Shapes.line(x, y + 4, x, plot.bottom, "limit")
      marks += Shapes.text(text, centre, y, "soft", .middle)
    }
    return marks
  }
}
