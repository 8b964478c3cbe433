import Codecs
import Filters
import Pixels

extension SharingPlan {
  /// A plan for as many threads as the worker's company has to spare and as there is memory for;
  /// nil where the picture is better done alone.
  static func agreed(
    _ filters: FilterPlan, _ plan: DevelopmentPlan, inputBytes: Int, _ worker: Worker,
    _ memory: HeldMemory
  ) -> SharingPlan? {
    guard let company = worker.company else { return nil }
    let input = plan.upright
    var hands = company.hands(inputBytes: inputBytes, pixels: input.pixelCount)
    while hands > 1 {
      let sharing = SharingPlan(filters, for: input, plan.settings, hands: hands)
      if memory.tryMore(sharing.workingBytes) { return sharing }
      hands /= 2
    }
    return nil
  }
}

/// A picture that is shared, as its owner has it.
final class Sharing: PieceWork {
  let breadth: Int
  /// The rows of the plan's `middle`.
  let rows: SharedRows
  private let picture: SharedPicture
  private let decoding: DecodeDesk
  private let filtering: FilterDesk
  private let pieces: PieceDesk
  private let hand: Hand
  private let company: any Company

  /// - Parameters:
  ///   - decoded: the picture's rows, upright.
  ///   - bands: stands between the decoder and what turned the picture; nil where that is nothing,
  ///     nor is there any filter.
  init(
    _ plan: SharingPlan, of decoded: any RowSource, _ bands: BandedSource?, _ worker: Worker
  ) throws(ImageError) {
    guard let company = worker.company else { preconditionFailure("nobody to share with") }
    self.company = company
    hand = Hand(worker)
    decoding = try DecodeDesk(
      try plan.head.start(decoded, worker.checkpoint), bands, plan)
    filtering = try FilterDesk(decoding, plan)
    breadth = plan.pieces
    pieces = PieceDesk(comes: plan.pieces > 1)
    picture = SharedPicture(
      job: worker.clock.job, hands: plan.hands, desks: [decoding, filtering, pieces])
    rows = SharedRows(picture, filtering, hand, bandRows: plan.bandRows)
  }

  /// Lets others in.
  func open() { company.offer(picture) }

  func begin(in place: Int, _ piece: @escaping () -> Void) {
    picture.note { pieces.add(place, piece) }
  }

  func finish(in place: Int) throws(ImageError) {
    var failure: ImageError?
    picture.work(hand) {
      failure = pieces.failure
      return pieces.isDone(place)
    }
    if let failure { throw failure }
  }

  /// Decodes what nobody asked for, so that damage below a crop is found all the same.
  func drain() throws(ImageError) {
    picture.note {
      filtering.giveUp()
      pieces.end()
    }
    var failure: ImageError?
    picture.work(hand) {
      failure = decoding.failure
      return decoding.isDone
    }
    if let failure { throw failure }
  }

  /// Waits until all others are out.
  ///
  /// - Returns: threads that had a part in the picture.
  func close() -> Int {
    company.withdraw(picture)
    return picture.close(hand.worker)
  }
}
