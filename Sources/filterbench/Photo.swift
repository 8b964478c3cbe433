import Codecs
import Filters
import Memory
import Pixels
import Platform
import SystemPackage

/// The photograph that filters are measured on, decoded into memory.
struct Photo {
  private let image: StoredImage
  private let profile: [UInt8]?

  var shape: ImageShape { image.shape }

  /// - Parameter other: a file whose colour profile the photograph is said to have; its own where
  ///   nil.
  init(path: String, profileOf other: String? = nil) throws {
    let decoder = try Self.open(path)
    image = try StoredImage(collecting: decoder, .never)
    profile = other == nil ? decoder.metadata.icc : try Self.open(other!).metadata.icc
  }

  func run(_ text: String, times: Int) throws {
    let filtering = try Filtering(text, image, profile)
    for _ in 0..<times { try filtering.run() }
  }

  /// CPU nanoseconds per pixel of the photograph, the least of three runs and of what else begins
  /// within 0.7 seconds.
  func nanoseconds(_ text: String) throws -> Double {
    let filtering = try Filtering(text, image, profile)
    let begun = Clock.threadCPU()
    var best = UInt64.max
    var runs = 0
    repeat {
      let before = Clock.threadCPU()
      try filtering.run()
      best = min(best, Clock.threadCPU() - before)
      runs += 1
    } while runs < 3 || Clock.threadCPU() - begun < 700_000_000
    return Double(best) / Double(image.shape.pixelCount)
  }

  fileprivate static func open(_ path: String) throws -> any ImageDecoder {
    guard let bytes = ByteBlock(try Sys.contents(of: FilePath(path))) else {
      throw ImageError(.outOfMemory, "the file does not fit into memory")
    }
    return try openDecoder(bytes, DecodeOptions(), .never)
  }
}

/// A chain, ready to run over an image whose filtered rows nobody wants.
private struct Filtering {
  private let image: StoredImage
  private let plan: FilterPlan
  /// Where the rows go, one after the other.
  private let line: StoredImage

  init(_ text: String, _ image: StoredImage, _ profile: [UInt8]?) throws {
    self.image = image
    let chain = try FilterChain(parsing: text).reading { path in
      try OverlayPicture(Photo.open(path), sum: 0)
    }
    plan = try chain.converting(from: profile).plan(for: image.shape)
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
