import Pixels

/// The files that the project makes for its own tests and for the demonstration.
package enum Catalogue {
  /// Small enough to live in the repository; one file for each kind of picture.
  package static let small: [Fixture] = png + jpeg

  /// Two dozen pictures of about three megapixels, half PNG and half JPEG, for runs that take
  /// seconds.
  package static let large: [Fixture] = (0..<24).map { index in
    let seed = UInt32(1_000 + index)
    // Three sizes, so that jobs differ in length.
    let (width, height) = [(2_048, 1_536), (1_920, 1_280), (1_600, 2_000)][index % 3]
    let scene = Landscape(width: width, height: height, seed: seed)
    let number = index < 9 ? "0\(index + 1)" : "\(index + 1)"
    if index % 2 == 0 {
      var writer = JPEGWriter(.yCbCr)
      writer.sampling = (2, 2)
      writer.quality = 90
      return Fixture(
        "landscape-\(number).jpg", "a large picture", kind: "JPEG YCbCr 4:2:0", scene: scene,
        format: .rgb8, container: .jpeg(writer))
    }
    return Fixture(
      "landscape-\(number).png", "a large picture", kind: "PNG rgb 8", scene: scene, format: .rgb8,
      container: .png(PNGWriter()))
  }
}
