import Pixels

/// The desk where rows are decoded, by one thread at a time, into a ring.
final class DecodeDesk: Desk {
  let shape: ImageShape
  let ring: RowRing
  private let source: any RowSource
  private let bands: BandedSource?
  private let step: Int
  /// The first row that somebody may still want to read; what lies above it may be overwritten.
  var oldestWanted: () -> Int = { 0 }
  /// Rows that are there, or were.
  private(set) var decoded = 0
  /// Why there will be no more of them.
  private(set) var failure: ImageError?
  private var isBusy = false

  /// - Parameters:
  ///   - source: what is read: the decoder, or a filter that reads from `bands`.
  ///   - bands: stands between the decoder and the filters behind it, if there are any.
  init(_ source: any RowSource, _ bands: BandedSource?, _ plan: SharingPlan) throws(ImageError) {
    shape = source.shape
    self.source = source
    self.bands = bands
    step = plan.decodeRows
    ring = try RowRing(source.shape, rows: plan.ringRows)
  }

  var isDone: Bool { !isBusy && (failure != nil || decoded == shape.height) }

  func take(_ hand: Hand) -> SharedPicture.Task? {
    guard !isBusy, failure == nil, decoded < shape.height else { return nil }
    let rows = decoded..<min(decoded + step, shape.height)
    guard rows.upperBound - oldestWanted() <= ring.height else { return nil }
    isBusy = true
    return { [self] hand in
      do throws(ImageError) {
        try decode(rows, hand.worker.clock)
        return { [self] in
          decoded = rows.upperBound
          isBusy = false
        }
      } catch {
        return { [self] in
          failure = error
          isBusy = false
        }
      }
    }
  }

  private func decode(_ rows: Range<Int>, _ clock: StageClock) throws(ImageError) {
    bands?.clock = clock
    try clock.run(bands == nil ? .decode : .filter) { () throws(ImageError) in
      for y in rows { try source.read(into: ring[row: y]) }
    }
  }
}
