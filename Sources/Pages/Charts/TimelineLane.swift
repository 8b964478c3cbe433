/// What one worker did over time.
package struct TimelineLane: Sendable {
  package struct Span: Sendable, Hashable {
    /// Nanoseconds of one clock.
    package var range: Range<UInt64>
    package var texture: Texture

    package init(range: Range<UInt64>, texture: Texture) {
      self.range = range
      self.texture = texture
    }
  }

  package var label: String
  /// In ascending order; where two overlap, the later one begins when the earlier one ends.
  package var spans: [Span]

  package init(label: String, spans: [Span]) {
    self.label = label
    self.spans = spans
  }
}

extension TimelineLane {
  /// A stretch of time that is drawn as one: of one kind throughout, or of several that follow each
  /// other too fast to be told apart, with the time that each took.
  package struct Piece: Sendable, Hashable {
    package var range: Range<UInt64>
    /// Nanoseconds by texture; what is missing from the length, nothing was done.
    package var times: [Texture: UInt64]

    package var length: UInt64 { range.upperBound - range.lowerBound }
  }

  /// The spans within a window, with those shorter than `finest` put together with their
  /// neighbours until they are as long. No time is lost or moved from one texture to another.
  ///
  /// - Parameters:
  ///   - finest: nanoseconds, what a pixel stands for.
  package func pieces(in window: Range<UInt64>, finest: UInt64) -> [Piece] {
    var pieces: [Piece] = []
    var mixed: Piece?
    func flush() {
      if let piece = mixed { pieces.append(piece) }
      mixed = nil
    }
    var position = window.lowerBound
    for span in spans {
      let range = max(span.range.lowerBound, position)..<max(span.range.upperBound, position)
      let clipped = range.clamped(to: window)
      guard !clipped.isEmpty else { continue }
      if clipped.lowerBound - position >= finest { flush() }
      position = clipped.upperBound
      let length = clipped.upperBound - clipped.lowerBound
      if length >= finest {
        flush()
        pieces.append(Piece(range: clipped, times: [span.texture: length]))
        continue
      }
      var piece = mixed ?? Piece(range: clipped.lowerBound..<clipped.lowerBound, times: [:])
      piece.range = piece.range.lowerBound..<clipped.upperBound
      piece.times[span.texture, default: 0] += length
      mixed = piece
      if piece.length >= finest { flush() }
    }
    flush()
    return pieces
  }
}
