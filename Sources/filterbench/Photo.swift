import Codecs
import Filters
import Memory
import Pixels
import Platform
import SystemPackage

/// The photograph that filters are measured on, decoded into memory.
struct Photo {
  private let image: StoredImage

  init(path: String) throws {
    guard let bytes = ByteBlock(try Sys.contents(of: FilePath(path))) else {
      throw ImageError(.outOfMemory, "the file does not fit into memory")
    }
    let decoder = try openDecoder(bytes, DecodeOptions(), .never)
    image = try StoredImage(collecting: decoder, .never)
  }

  func run(_ text: String, times: Int) throws {
    let filtering = try Filtering(text, image)
    for _ in 0..<times { try filtering.run() }
  }

  /// CPU nanoseconds per pixel of the photograph, the least of five runs, or of as many as begin
  /// within six seconds.
  func nanoseconds(_ text: String) throws -> Double {
    let filtering = try Filtering(text, image)
    let begun = Clock.threadCPU()
    var best = UInt64.max
    for _ in 0..<5 where Clock.threadCPU() - begun < 6_000_000_000 {
      let before = Clock.threadCPU()
      try filtering.run()
      best = min(best, Clock.threadCPU() - before)
    }
    return Double(best) / Double(image.shape.pixelCount)
  }
}

/// A chain, ready to run over an image whose filtered rows nobody wants.
private struct Filtering {
  private let image: StoredImage
  private let plan: FilterPlan
  /// Where the rows go, one after the other.
  private let line: StoredImage

  init(_ text: String, _ image: StoredImage) throws {
    self.image = image
    plan = try FilterChain(parsing: text).plan(for: image.shape)
    line = StoredImage(
      try PixelBuffer(
        ImageShape(width: plan.output.width, height: 1, format: plan.output.format)))
  }

  func run() throws {
    let filtered = try plan.start(Again(image), .never)
    for _ in 0..<plan.output.height { try filtered.read(into: line.pixels[row: 0]) }
  }
}

/// Reads a stored image from its first row on, as often as one likes.
private final class Again: RowSource {
  private let image: StoredImage
  private var next = 0
  var shape: ImageShape { image.shape }

  init(_ image: StoredImage) { self.image = image }

  func read(into row: MutableRow) throws(ImageError) {
    row.copy(from: image.pixels[row: next])
    next += 1
  }
}
