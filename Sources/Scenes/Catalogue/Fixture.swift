import Memory
import Pixels

/// A test file that can be made at any time, always the same.
package struct Fixture: Sendable {
  /// Path below the folder of fixtures.
  package let name: String
  /// What it is there for, in a few words.
  package let shows: String
  /// Kind of file, for the manifest: "PNG rgb 8", "JPEG YCbCr 4:2:0".
  package let kind: String
  /// Size and format as stored, before orientation is applied.
  package let shape: ImageShape
  package let orientation: Orientation
  private let scene: any Scene
  private let container: Container

  /// How the pixels are packed.
  enum Container: Sendable {
    case png(PNGWriter)
    case jpeg(JPEGWriter)
  }

  /// - Parameters:
  ///   - scene: drawn upright; stored turned where `orientation` says so.
  ///   - format: what the scene is drawn as, before the container packs it.
  init(
    _ name: String, _ shows: String, kind: String, scene: any Scene, format: PixelFormat,
    orientation: Orientation = .upright, container: Container
  ) {
    self.name = name
    self.shows = shows
    self.kind = kind
    self.scene = scene
    self.orientation = orientation
    self.container = container
    shape =
      orientation.swapsAxes
      ? ImageShape(width: scene.height, height: scene.width, format: format)
      : ImageShape(width: scene.width, height: scene.height, format: format)
  }

  /// The upright picture that went in, before anything was packed or compressed.
  ///
  /// - Throws: out of memory.
  package func original() throws(ImageError) -> PixelBuffer {
    try scene.drawn(as: shape.format)
  }

  /// The file's bytes.
  ///
  /// - Throws: out of memory.
  package func bytes() throws(ImageError) -> [UInt8] {
    let raster = Raster(try original()).stored(for: orientation)
    return switch container {
    case .png(let writer): writer.file(raster)
    case .jpeg(let writer): writer.file(raster)
    }
  }

  /// The manifest's line for a file of these bytes, without the line's end.
  package func manifestLine(_ bytes: [UInt8]) -> String {
    let cells = [
      name, shows, "\(shape.width)", "\(shape.height)", kind, "\(orientation.rawValue)",
      SHA256.hex(bytes),
    ]
    return cells.joined(separator: "\t")
  }

  package static let manifestHeader =
    "name\tshows\twidth\theight\tkind\torientation\tsha256"
}
