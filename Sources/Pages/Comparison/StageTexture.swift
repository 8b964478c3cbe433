import Benchmark

/// What stages and waits are drawn with, here and on other pages.
package enum StageTexture: String, Sendable, Hashable, CaseIterable {
  case read, decode, filter, encode, write, wait

  package var texture: Texture {
    switch self {
    case .read: .upright
    case .decode: .slanted
    case .filter: .plain
    case .encode: .dotted
    case .write: .level
    case .wait: .hatched
    }
  }

  package var label: String { self == .wait ? "waiting for the lock" : rawValue }
}

extension TimelineLane {
  /// Spans whose name means nothing here are left out.
  init(_ track: ArmTimeline.Track) {
    self.init(
      label: track.name,
      spans: track.spans.compactMap { span in
        guard let stage = StageTexture(rawValue: span.name), span.start < span.end else {
          return nil
        }
        return Span(range: span.start..<span.end, texture: stage.texture)
      })
  }
}
