import Filters
import Pixels

/// The desk where bands of rows are filtered, by as many threads as there are.
///
/// Each thread starts the filters for itself, as many rows above its band as they reach or, where
/// they begin at some rows only, at the next of those, and drops what comes out before the band.
/// Where the band that it takes follows the one that it has just done, it goes on with the filters
/// that it has.
final class FilterDesk: Desk {
  private enum Result {
    case done
    case failed(ImageError)
  }

  let output: ImageShape
  let ring: RowRing
  private let input: DecodeDesk
  private let filters: FilterPlan
  private let reach: Reach
  private let bandRows: Int
  private let slots: Int
  /// The stage that the work is charged to.
  private let stage: Stage
  private var nextBand = 0
  private var atWork: Set<Int> = []
  private var results: [Int: Result] = [:]
  /// Bands that the owner has done with.
  private var taken = 0

  init(_ input: DecodeDesk, _ plan: SharingPlan) throws(ImageError) {
    self.input = input
    filters = plan.middle
    reach = plan.middle.reach ?? .row
    bandRows = plan.bandRows
    slots = plan.slots
    stage = plan.middle.isIdentity ? .decode : .filter
    output = plan.middle.output
    ring = try RowRing(output, rows: plan.bandRows * plan.slots)
    input.oldestWanted = { [unowned self] in oldestWanted }
  }

  private var bands: Int { (output.height + bandRows - 1) / bandRows }
  private func rows(_ band: Int) -> Range<Int> {
    band * bandRows..<min((band + 1) * bandRows, output.height)
  }

  var isDone: Bool { nextBand == bands && atWork.isEmpty }

  private var oldestWanted: Int {
    let oldest = min(nextBand, atWork.min() ?? bands)
    return oldest == bands ? output.height : reach.start(for: rows(oldest).lowerBound)
  }

  func take(_ hand: Hand) -> SharedPicture.Task? {
    guard nextBand < bands, nextBand < taken + slots else { return nil }
    let band = nextBand
    let rows = rows(band)
    let end = min(rows.upperBound + reach.below, output.height)
    let failure = end > input.decoded ? input.failure : nil
    guard end <= input.decoded || failure != nil else { return nil }
    nextBand += 1
    atWork.insert(band)
    return { [self] hand in
      var result = Result.done
      do throws(ImageError) {
        if let failure { throw failure }
        try hand.worker.clock.run(stage) { () throws(ImageError) in
          try filter(rows, upTo: end, hand)
        }
      } catch {
        hand.filters = nil
        result = .failed(error)
      }
      return { [self] in
        atWork.remove(band)
        results[band] = result
      }
    }
  }

  private func filter(_ rows: Range<Int>, upTo end: Int, _ hand: Hand) throws(ImageError) {
    let started: StartedFilters
    if let going = hand.filters?.continued(at: rows.lowerBound, reach) {
      started = going
    } else {
      // What it held makes room first.
      hand.filters = nil
      started = try StartedFilters(
        filters, reach, input, at: rows.lowerBound, upTo: end, ring, hand.worker)
      hand.filters = started
    }
    started.source.end = end
    for y in rows { try started.rows.read(into: ring[row: y]) }
    started.next = rows.upperBound
  }

  /// No more bands are wanted.
  func giveUp() { nextBand = bands }

  /// Whether the owner's next band is there, or what became of it.
  func isThere(_ band: Int) -> Bool { results[band] != nil }

  func error(of band: Int) -> ImageError? {
    if case .failed(let error) = results[band] { error } else { nil }
  }

  /// The owner has read all rows of a band.
  func take(back band: Int) {
    results[band] = nil
    taken = band + 1
  }
}

/// Filters that a thread has started somewhere in the picture.
final class StartedFilters {
  let source: RingSource
  let rows: any RowSource
  /// The row that they yield next.
  var next: Int

  /// - Parameters:
  ///   - scratch: a ring that has the row before, which may be overwritten.
  init(
    _ plan: FilterPlan, _ reach: Reach, _ input: DecodeDesk, at row: Int, upTo end: Int,
    _ ring: RowRing, _ worker: Worker
  ) throws(ImageError) {
    let first = reach.start(for: row)
    source = RingSource(input.ring, of: input.shape, from: first)
    source.end = end
    rows = try plan.start(onLower: source, worker.checkpoint)
    next = row
    // Into the place of the row that comes there next.
    for _ in first..<row { try rows.read(into: ring[row: row]) }
  }

  /// The same filters, where they can go on at that row.
  func continued(at row: Int, _ reach: Reach) -> StartedFilters? {
    if reach == .row { source.move(to: row) } else if next != row { return nil }
    return self
  }
}
