/// Other threads that may lend a hand with one picture.
///
/// A batch of many pictures keeps every thread busy with a picture of its own, and that is best:
/// they have nothing to say to each other. But one large picture would be one core's work, and so
/// would the last of a batch, so a thread that has run out of pictures helps with another's. The
/// one whose job it is stays its owner: it encodes the picture and answers for it.
package protocol Company: AnyObject, Sendable {
  /// How many threads, the asking one included, may work on a picture whose file has so many bytes
  /// and that will have so many pixels decoded.
  func hands(inputBytes: Int, pixels: Int) -> Int

  /// Lets others help with the picture, until they are told otherwise.
  func offer(_ picture: SharedPicture)

  /// Nobody new begins to help with the picture.
  func withdraw(_ picture: SharedPicture)
}
