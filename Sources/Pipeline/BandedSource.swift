import Pixels

/// Reads a decoder a band at a time, on the decode stage's clock, and serves the rows one by one
/// to filters that run on theirs.
final class BandedSource: RowSource {
  let shape: ImageShape
  private let upstream: any RowSource
  /// Of the thread that reads.
  var clock: StageClock
  private let band: Band
  /// Rows of the picture already decoded, and of the band already served.
  private var decoded = 0
  private var served = 0
  private var filled = 0

  init(_ upstream: any RowSource, _ clock: StageClock) throws(ImageError) {
    shape = upstream.shape
    self.upstream = upstream
    self.clock = clock
    band = try Band(for: upstream.shape)
  }

  func read(into row: MutableRow) throws(ImageError) {
    if served == filled { try refill() }
    row.copy(from: band[row: served])
    served += 1
  }

  /// Decodes what nobody asked for, so that damage below a crop is found all the same.
  func drain() throws(ImageError) {
    while decoded < shape.height { try refill() }
  }

  private func refill() throws(ImageError) {
    let count = min(band.height, shape.height - decoded)
    try clock.run(.decode) { () throws(ImageError) in
      for y in 0..<count { try upstream.read(into: band[row: y]) }
    }
    decoded += count
    filled = count
    served = 0
  }
}
