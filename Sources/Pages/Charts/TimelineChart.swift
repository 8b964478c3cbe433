import Figures

/// What several workers did, one lane each, over the same stretch of time.
///
/// Where things change faster than a pixel, a lane shows them on top of each other, each as high as
/// its share of the time: areas are right at any scale.
package struct TimelineChart: Chart {
  package var title: String
  package var summary: String
  package var lanes: [TimelineLane]
  /// The time that is shown, of the spans' clock.
  package var window: Range<UInt64>
  /// What the axis counts from.
  package var origin: UInt64
  /// A part that another drawing shows larger.
  package var marked: Range<UInt64>?

  package init(
    title: String, summary: String, lanes: [TimelineLane], window: Range<UInt64>, origin: UInt64,
    marked: Range<UInt64>? = nil
  ) {
    self.title = title
    self.summary = summary
    self.lanes = lanes
    self.window = window
    self.origin = origin
    self.marked = marked
  }

  /// More columns than this in all lanes together would make the page heavy.
  private static let mostColumns = 16_000

  private var laneHeight: Double { lanes.count <= 8 ? 26 : lanes.count <= 24 ? 16 : 9 }
  private var laneStep: Double { laneHeight + (lanes.count <= 8 ? 8 : 3) }
  /// Labels that would touch are left out: every second, every third …
  private var labelStride: Int { laneStep >= 18 ? 1 : Int((18 / laneStep).rounded(.up)) }

  package func drawing(width: Double) -> Drawing {
    let bottom = 14 + Double(lanes.count) * laneStep
    let plot = Plot(
      left: (lanes.map { Labels.width(of: $0.label) }.max() ?? 0) + 14, top: 8,
      right: width - 4, bottom: bottom)
    let length = Double(window.upperBound - window.lowerBound)
    let unit = TimeUnit.fitting(length)
    func offset(_ time: UInt64) -> Double { Double(time) - Double(origin) }
    let scale = plot.horizontal(
      offset(window.lowerBound) / unit.nanoseconds...offset(window.upperBound) / unit.nanoseconds)
    let widest = Humanised.fixed(scale.domain.upperBound, length < 5 * unit.nanoseconds ? 1 : 0)
    let ticks = scale.ticks(atMost: min(12, plot.room(for: widest)))
    return Drawing(width: width, height: bottom + 52) {
      plot.bottomAxis(scale, ticks, title: "time since the start, \(unit.name)", text: ticks.text)
      marker(plot)
      for (index, lane) in lanes.enumerated() {
        self.lane(
          lane, plot, top: 14 + Double(index) * laneStep, isLabelled: index % labelStride == 0)
      }
    }
  }

  private func marker(_ plot: Plot) -> Markup {
    guard let marked = marked?.clamped(to: window), !marked.isEmpty else { return Markup() }
    let from = position(marked.lowerBound, plot)
    let to = max(position(marked.upperBound, plot), from + 2)
    return Shapes.rectangle(from, plot.top - 6, to - from, plot.height + 6, "loupe")
  }

  private func position(_ time: UInt64, _ plot: Plot) -> Double {
    let length = Double(max(window.upperBound - window.lowerBound, 1))
    return plot.left + (Double(time) - Double(window.lowerBound)) / length * plot.width
  }

  /// The shortest time that is drawn by itself, in nanoseconds: about a pixel.
  private func finest(_ plot: Plot) -> UInt64 {
    let columns = min(plot.width, Double(Self.mostColumns / max(lanes.count, 1)))
    return max(1, (window.upperBound - window.lowerBound) / UInt64(max(columns, 1)))
  }

  private func lane(_ lane: TimelineLane, _ plot: Plot, top: Double, isLabelled: Bool) -> Markup {
    var paths: [Texture: String] = [:]
    for piece in lane.pieces(in: window, finest: finest(plot)) {
      let x = position(piece.range.lowerBound, plot)
      let width = position(piece.range.upperBound, plot) - x
      var floor = top + laneHeight
      for texture in Texture.allCases {
        guard let time = piece.times[texture] else { continue }
        let height = laneHeight * Double(time) / Double(piece.length)
        floor -= height
        paths[texture, default: ""] +=
          "M\(x.coordinate) \(floor.coordinate)h\(width.coordinate)v\(height.coordinate)"
          + "h-\(width.coordinate)z"
      }
    }
    return element("g", ["class": "lane"]) {
      if isLabelled {
        Shapes.text(lane.label, plot.left - 10, top + laneHeight / 2 + 5, "", .end)
      }
      Shapes.rectangle(plot.left, top, plot.width, laneHeight, "bed")
      for texture in Texture.allCases {
        if let path = paths[texture] {
          element("path", ["d": path, "class": "mark \(texture.name)"])
        }
      }
    }
  }
}
