import Figures

/// How far a batch has come, as a line of text.
package struct ProgressLine: ProgressText, Sendable, Hashable {
  package var ended = 0
  package var failed = 0
  package var total: Int
  /// Bytes of inputs, ended and in all: a better guide to the time left than numbers of files.
  package var endedBytes: UInt64 = 0
  package var totalBytes: UInt64
  /// Pixels decoded so far.
  package var pixels: UInt64 = 0
  /// Nanoseconds since the start.
  package var elapsed: UInt64 = 0

  package init(total: Int, totalBytes: UInt64) {
    self.total = total
    self.totalBytes = totalBytes
  }

  /// From 0 to 1.
  package var share: Double {
    if totalBytes > 0 { return min(Double(endedBytes) / Double(totalBytes), 1) }
    return total == 0 ? 1 : Double(ended) / Double(total)
  }

  /// Nanoseconds left at the rate so far; nil before there is a rate.
  package var remaining: UInt64? {
    guard share > 0, elapsed > 0, ended > 0 else { return nil }
    return UInt64(Double(elapsed) / share * (1 - share))
  }

  /// The line for a terminal, at most `width` columns wide: what matters least goes first when
  /// there is not enough room.
  package func bar(width: Int) -> String {
    let counts = "\(Humanised.count(ended))/\(Humanised.count(total, "file"))"
    let percent =
      "\(Humanised.fixed(share * 100, 0)) %"
      + (totalBytes > 0 ? " of \(Humanised.bytes(totalBytes))" : "")
    let failures = failed > 0 ? "\(Humanised.count(failed)) failed" : nil
    for parts in [
      [counts, percent, failures, rate, pixelRate, eta], [counts, percent, failures, rate, eta],
      [counts, percent, failures, eta], [counts, percent, failures], [counts, percent],
    ] {
      let text = parts.compactMap(\.self).joined(separator: "  ")
      // A bar shorter than this says less than the number beside it.
      let room = min(width - text.count - 4, 30)
      if room >= 10 { return ProgressLine.gauge(share, width: room) + "  " + text }
    }
    return String(percent.prefix(max(width, 0)))
  }

  /// The line for a log.
  package var plain: String {
    let failures = failed > 0 ? ", \(Humanised.count(failed)) failed" : ""
    let rates = [rate, pixelRate, eta]
    let text = rates.compactMap(\.self).map { ", \($0)" }.joined()
    return "\(Humanised.count(ended)) of \(Humanised.count(total, "file"))\(failures)\(text)"
  }

  private var rate: String? { perSecond(Double(ended)).map { "\($0) files/s" } }
  private var pixelRate: String? { perSecond(Double(pixels) / 1e6).map { "\($0) MP/s" } }

  private func perSecond(_ amount: Double) -> String? {
    guard amount > 0, elapsed > 0 else { return nil }
    return Humanised.figures(amount / (Double(elapsed) / 1e9))
  }

  /// Time left in whole seconds, rounded up: it is a guess, and not done before it is done.
  private var eta: String? {
    guard let remaining else { return nil }
    return ProgressLine.eta(remaining)
  }

  /// `ETA 12 s`.
  static func eta(_ nanoseconds: UInt64) -> String {
    let seconds = (nanoseconds + 999_999_999) / 1_000_000_000
    return "ETA " + (seconds < 60 ? "\(seconds) s" : Humanised.duration(seconds * 1_000_000_000))
  }

  /// `[=====     ]`, so many columns between the brackets.
  static func gauge(_ share: Double, width: Int) -> String {
    let full = Int((share * Double(width)).rounded(.down))
    return "[" + String(repeating: "=", count: full)
      + String(repeating: " ", count: max(width - full, 0)) + "]"
  }
}
