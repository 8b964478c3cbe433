import Pixels

/// The filtered rows of a shared picture, as its owner reads them: it works on the picture wherever
/// the next row is not there yet.
final class SharedRows: RowSource {
  let shape: ImageShape
  private let picture: SharedPicture
  private let desk: FilterDesk
  private let hand: Hand
  private let bandRows: Int
  private var next = 0

  init(_ picture: SharedPicture, _ desk: FilterDesk, _ hand: Hand, bandRows: Int) {
    shape = desk.output
    self.picture = picture
    self.desk = desk
    self.hand = hand
    self.bandRows = bandRows
  }

  func read(into row: MutableRow) throws(ImageError) {
    let band = next / bandRows
    if next % bandRows == 0 {
      var failure: ImageError?
      picture.work(hand) {
        failure = desk.error(of: band)
        return desk.isThere(band)
      }
      if let failure { throw failure }
    }
    row.copy(from: desk.ring[row: next])
    next += 1
    if next % bandRows == 0 || next == shape.height { picture.note { desk.take(back: band) } }
  }
}
