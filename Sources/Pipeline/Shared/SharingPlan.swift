import Codecs
import Filters
import Pixels

/// How the work on one picture is divided.
///
/// Filters with a reach work on any rows by themselves. The longest stretch of such filters, by the
/// rows that they look at, is what many threads do; the filters before it belong to decoding, those
/// after it to encoding. Where there is no such filter, or the picture is too low for its reach,
/// decoding and encoding still overlap.
struct SharingPlan {
  let head: FilterPlan
  let middle: FilterPlan
  let tail: FilterPlan
  /// Threads at a time.
  let hands: Int
  /// Rows that are filtered in one task, and decoded in one.
  let bandRows: Int
  let decodeRows: Int
  /// Bands that may be filtered, or being filtered, and not yet encoded.
  let slots: Int
  /// Decoded rows that are held.
  let ringRows: Int
  /// Pieces of the encoder's work that may be under way.
  let pieces: Int
  /// Bytes of each but the first.
  private let pieceBytes: Int

  /// A task's time should be far more than taking it costs: some 0.05 ms at the fastest filters.
  fileprivate static let bandBytes = 512 << 10

  /// - Parameters:
  ///   - input: what the filters are planned for.
  ///   - hands: at least 2.
  init(
    _ filters: FilterPlan, for input: ImageShape, _ settings: EncodeSettings, hands: Int
  ) {
    let steps = filters.steps
    let all = Division(steps, SharingPlan.longest(steps), from: input, hands: hands)
    // Where bands would be lower than what is looked at around them, or too little is won, one
    // thread filters.
    let division = all.isWorthwhile ? all : Division(steps, 0..<0, from: input, hands: hands)
    head = division.head
    middle = division.middle
    tail = division.tail
    bandRows = division.bandRows
    decodeRows = min(bandRows, max(8, SharingPlan.bandBytes / 4 / head.output.rowBytes))
    slots = hands + 2
    ringRows = min(
      head.output.height, division.reach.rows + decodeRows + (hands + 1) * bandRows)
    let (count, bytes) = settings.pieces(tail.output)
    // One is being gathered while each thread compresses one.
    pieces = min(count, hands + 1)
    pieceBytes = bytes
    self.hands = hands
  }

  /// Bytes held besides those of the unshared picture.
  var workingBytes: Int {
    RowRing.bytes(head.output, rows: ringRows)
      + RowRing.bytes(middle.output, rows: slots * bandRows)
      + (hands - 1) * middle.workingBytes + (pieces - 1) * pieceBytes
  }

  /// The stretch of filters with a reach that look at the most rows; where there is none, nothing
  /// before the first.
  private static func longest(_ steps: [FilterPlan]) -> Range<Int> {
    var best = 0..<0
    var most = 0
    var start = 0
    var rows = 0
    for (index, step) in steps.enumerated() {
      guard let reach = step.reach else {
        start = index + 1
        rows = 0
        continue
      }
      rows += 1 + reach.rows
      if rows > most { (best, most) = (start..<index + 1, rows) }
    }
    return best
  }
}

/// A chain cut into what is done with decoding, by all threads, and with encoding.
private struct Division {
  let head: FilterPlan
  let middle: FilterPlan
  let tail: FilterPlan
  let bandRows: Int
  private let hands: Int

  init(_ steps: [FilterPlan], _ stretch: Range<Int>, from input: ImageShape, hands: Int) {
    self.hands = hands
    head = Division.join(steps[..<stretch.lowerBound], from: input)
    middle = Division.join(steps[stretch], from: head.output)
    tail = Division.join(steps[stretch.upperBound...], from: middle.output)
    let rowBytes = max(head.output.rowBytes, middle.output.rowBytes)
    // What a thread does in vain at a band's border should be a sixth of the band at most; and all
    // threads should get several bands, unless those would be lower than what they look at around
    // them, and there are six that are not.
    let (height, reach) = (middle.output.height, middle.reach ?? .row)
    let wanted = max(8, 6 * reach.inVain, min(256, SharingPlan.bandBytes / rowBytes))
    bandRows = max(1, min(wanted, max(height / (3 * hands), min(reach.rows, height / 6))))
  }

  var reach: Reach { middle.reach ?? .row }
  /// Whether all hands together filter half as fast again as one thread does alone, at the least:
  /// less is not gained, since one that filters overlaps with decoding and encoding.
  var isWorthwhile: Bool {
    bandRows >= reach.rows && 2 * hands * bandRows >= 3 * (bandRows + reach.inVain)
  }

  private static func join(_ steps: ArraySlice<FilterPlan>, from input: ImageShape) -> FilterPlan {
    steps.reduce(.identity(input)) { $0.followed(by: $1) }
  }
}
