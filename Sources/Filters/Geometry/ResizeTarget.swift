import Pixels

/// The size that a resize is asked for, as written.
package enum ResizeSize: Sendable, Hashable {
  /// Pixels; nil for the one that follows from the other and the image's proportions.
  case pixels(width: Int?, height: Int?)
  /// Of width and height alike.
  case percent(Double)

  /// `WxH`, `W`, `xH` or `N%`; nil for anything else.
  init?(_ text: String) {
    if text.hasSuffix("%") {
      guard let percent = Double(text.dropLast()), percent > 0, percent <= 100_000 else {
        return nil
      }
      self = .percent(percent)
      return
    }
    let parts = text.split(separator: "x", maxSplits: 1, omittingEmptySubsequences: false)
    let width = Geometry.whole(parts[0], from: 1)
    let height = parts.count == 2 ? Geometry.whole(parts[1], from: 1) : nil
    guard width != nil || (parts[0].isEmpty && height != nil), parts.count == 1 || height != nil
    else { return nil }
    self = .pixels(width: width, height: height)
  }
}

package enum ResizeFit: String, CaseIterable, Sendable, Hashable {
  /// As large as fits into the size; proportions are kept.
  case inside
  /// Fills the size and loses what hangs over, equally on both sides; proportions are kept.
  case cover
  /// The size as it is; proportions are lost.
  case exact
}

/// What a resize does with an image of known size: the target's size, and the window of the source
/// that it shows.
package struct ResizeTarget: Sendable, Hashable {
  package var width: Int
  package var height: Int
  /// Source pixels; the window may begin and end within a pixel.
  package var x = 0.0
  package var y = 0.0
  package var windowWidth: Double
  package var windowHeight: Double

  /// - Parameter enlarge: whether the target may be larger than the source. A percentage above
  ///   100 asks for that by itself.
  package init(
    _ size: ResizeSize, _ fit: ResizeFit, enlarge: Bool, width: Int, height: Int
  ) {
    self.width = width
    self.height = height
    windowWidth = Double(width)
    windowHeight = Double(height)
    switch size {
    case .percent(let percent):
      self.width = ResizeTarget.scaled(width, percent)
      self.height = ResizeTarget.scaled(height, percent)
    case .pixels(let askedWidth?, let askedHeight?) where fit == .exact:
      self.width = enlarge ? askedWidth : min(askedWidth, width)
      self.height = enlarge ? askedHeight : min(askedHeight, height)
    case .pixels(let askedWidth?, let askedHeight?) where fit == .cover:
      cover(askedWidth, askedHeight, enlarge: enlarge)
    case .pixels(let askedWidth, let askedHeight):
      // Cross products compare the two scales without rounding.
      let byWidth =
        if let askedWidth, let askedHeight {
          askedWidth * height <= askedHeight * width
        } else {
          askedWidth != nil
        }
      let (asked, own) =
        byWidth ? (askedWidth ?? width, width) : (askedHeight ?? height, height)
      let (up, down) = asked >= own && !enlarge ? (1, 1) : (asked, own)
      self.width = ResizeTarget.scaled(width, up, down)
      self.height = ResizeTarget.scaled(height, up, down)
    }
  }

  /// Makes the target, so far the source itself, cover the size that was asked for.
  private mutating func cover(_ askedWidth: Int, _ askedHeight: Int, enlarge: Bool) {
    let (width, height) = (width, height)
    let byWidth = askedWidth * height >= askedHeight * width
    let enlarges = byWidth ? askedWidth > width : askedHeight > height
    guard enlarge || !enlarges else {
      // At the source's own scale a window of whole pixels copies them.
      self.width = min(askedWidth, width)
      self.height = min(askedHeight, height)
      x = Double((width - self.width) / 2)
      y = Double((height - self.height) / 2)
      windowWidth = Double(self.width)
      windowHeight = Double(self.height)
      return
    }
    self.width = askedWidth
    self.height = askedHeight
    if byWidth {
      windowHeight = Double(width * askedHeight) / Double(askedWidth)
      y = (Double(height) - windowHeight) / 2
    } else {
      windowWidth = Double(height * askedWidth) / Double(askedHeight)
      x = (Double(width) - windowWidth) / 2
    }
  }

  /// `count · up / down`, rounded to the nearest, halves up, at least 1.
  private static func scaled(_ count: Int, _ up: Int, _ down: Int) -> Int {
    max(1, (2 * count * up + down) / (2 * down))
  }

  private static func scaled(_ count: Int, _ percent: Double) -> Int {
    max(1, Int((Double(count) * percent / 100 + 0.5).rounded(.down)))
  }
}
