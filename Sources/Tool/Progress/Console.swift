/// How far something has come, as text.
package protocol ProgressText {
  /// For a terminal, at most so many columns wide.
  func bar(width: Int) -> String
  /// For a log.
  var plain: String { get }
}

/// Standard error while a batch runs: messages that stay, and under them one line of progress that
/// is drawn over again. Not thread-safe; its user takes turns.
package struct Console {
  package enum Progress: Sendable, Hashable {
    /// A bar, drawn over again up to ten times a second.
    case bar
    /// A line now and then.
    case lines
    case none
  }

  private let sink: any TextSink
  private let progress: Progress
  private let width: () -> Int
  private var isDrawn = false
  private var lastDrawn: UInt64 = 0

  package static let barInterval: UInt64 = 100_000_000
  package static let lineInterval: UInt64 = 5_000_000_000

  /// - Parameter width: columns of the terminal, asked each time, since windows change.
  package init(_ sink: any TextSink, progress: Progress, width: @escaping () -> Int) {
    self.sink = sink
    self.progress = progress
    self.width = width
  }

  /// Shows how far things are, if it is time to.
  ///
  /// - Parameter now: nanoseconds since the batch began.
  package mutating func show(_ line: some ProgressText, now: UInt64) {
    switch progress {
    case .none: return
    case .bar:
      guard !isDrawn || now >= lastDrawn + Console.barInterval else { return }
      // The last column stays free: some terminals wrap when it is written.
      sink.write("\r" + line.bar(width: width() - 1) + "\u{1B}[K")
      isDrawn = true
    case .lines:
      guard now >= lastDrawn + Console.lineInterval else { return }
      sink.write(line.plain + "\n")
    }
    lastDrawn = now
  }

  /// Writes a message of one or more lines, which stays.
  package mutating func say(_ message: String) {
    clear()
    sink.write(message + "\n")
  }

  /// Takes the progress line away.
  package mutating func clear() {
    if isDrawn { sink.write("\r\u{1B}[K") }
    isDrawn = false
  }
}
