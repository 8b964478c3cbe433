import CCodecShims
import Pixels

/// A YCbCr JPEG's planes: luma, and chroma at the size that it has in the output file.
///
/// A picture that is only written anew needs no pixels. Without them nothing is lost to conversion
/// to RGB and back, nor to enlarging chroma and reducing it again, and neither takes time.
///
/// Planes travel as rows, as pixels do, so that whoever passes rows on need not know: a row of
/// `rows` is one row of the output's MCUs, its luma first, then Cb, then Cr, all padded to whole
/// MCUs.
package struct JPEGPlanes: Sendable, Hashable {
  /// Of the picture, pixels.
  package let width: Int
  package let height: Int
  /// Of the file that is read, and of the one that is written.
  package let source: Subsampling
  package let target: Subsampling

  /// - Returns: nil where the picture has no such planes, or its chroma would have to grow.
  package init?(_ header: ImageHeader, _ settings: EncodeSettings) {
    guard case .jpeg(let settings) = settings, header.isYCbCr, let source = header.subsampling
    else { return nil }
    self.init(
      width: header.shape.width, height: header.shape.height, source: source,
      target: settings.subsampling)
  }

  init?(width: Int, height: Int, source: Subsampling, target: Subsampling) {
    self.width = width
    self.height = height
    self.source = source
    self.target = target
    let (across, down) = chromaReduction
    guard [1, 2].contains(across), [1, 2].contains(down) else { return nil }
  }

  /// The rows' shape: a sample for each byte.
  package var rows: ImageShape {
    let (horizontal, vertical) = target.lumaFactors
    return ImageShape(
      width: 64 * mcus(target).across * (horizontal * vertical + 2), height: mcus(target).down,
      format: .gray8)
  }

  /// Samples of the source's chroma that become one of the target's, 0 where it would have to grow.
  var chromaReduction: (across: Int, down: Int) {
    let (from, to) = (source.lumaFactors, target.lumaFactors)
    return (to.horizontal / from.horizontal, to.vertical / from.vertical)
  }

  func mcus(_ subsampling: Subsampling) -> (across: Int, down: Int) {
    let (horizontal, vertical) = subsampling.lumaFactors
    return ((width - 1) / (8 * horizontal) + 1, (height - 1) / (8 * vertical) + 1)
  }

  /// Where the planes are in a row of `rows`, which must outlive what is returned.
  @unsafe
  func layout(_ row: UnsafeMutableRawPointer) -> PlaneRows {
    let (horizontal, vertical) = target.lumaFactors
    let across = mcus(target).across
    let luma = unsafe row.assumingMemoryBound(to: UInt8.self)
    let blue = unsafe luma + 64 * across * horizontal * vertical
    return unsafe PlaneRows(
      luma: luma, lumaStride: 8 * across * horizontal, blue: blue, red: blue + 64 * across,
      chromaStride: 8 * across)
  }
}

/// One row of MCUs in memory: where each plane's first row is, and how far it is to the next.
@unsafe
struct PlaneRows {
  var luma: UnsafeMutablePointer<UInt8>
  var lumaStride: Int
  var blue: UnsafeMutablePointer<UInt8>
  var red: UnsafeMutablePointer<UInt8>
  var chromaStride: Int

  /// Lends them to C.
  func with(_ body: (UnsafePointer<tri_jpeg_planes>) -> tri_outcome) -> tri_outcome {
    let planes = unsafe tri_jpeg_planes(
      start: (luma, blue, red), stride: (lumaStride, chromaStride, chromaStride))
    return unsafe withUnsafePointer(to: planes) { unsafe body($0) }
  }
}

extension ImageHeader {
  var isYCbCr: Bool { format == .jpeg && storedColor == tri_jpeg_color.yCbCr.name }
}
