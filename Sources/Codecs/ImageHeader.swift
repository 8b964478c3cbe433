import Pixels

package enum ImageFileFormat: String, Sendable, Hashable, CaseIterable {
  case png
  case jpeg

  /// The extension an output file gets, without the dot.
  package var fileExtension: String { self == .png ? "png" : "jpg" }
}

/// Chroma subsampling of a JPEG.
package enum Subsampling: String, Sendable, Hashable, CaseIterable {
  case s444 = "444"
  case s440 = "440"
  case s422 = "422"
  case s420 = "420"
  case s411 = "411"
}

/// What the first bytes of a file say, before any pixel is decoded.
package struct ImageHeader: Sendable, Hashable {
  package var format: ImageFileFormat
  /// What decoding yields, before orientation is applied and at full scale.
  package var shape: ImageShape
  /// Bits per sample in the file: 1, 2, 4, 8 or 16.
  package var storedDepth: Int
  /// Colour as the file has it, in words: "palette", "gray", "YCbCr", "CMYK" …
  package var storedColor: String
  /// Adam7-interlaced PNG or progressive JPEG.
  package var isProgressive: Bool
  package var subsampling: Subsampling?
  package var orientation: Orientation
  /// Bytes the decoder will hold while it runs, beyond the file itself and one row.
  package var decoderBytes: Int

  package init(
    format: ImageFileFormat, shape: ImageShape, storedDepth: Int, storedColor: String,
    isProgressive: Bool, subsampling: Subsampling?, orientation: Orientation, decoderBytes: Int
  ) {
    self.format = format
    self.shape = shape
    self.storedDepth = storedDepth
    self.storedColor = storedColor
    self.isProgressive = isProgressive
    self.subsampling = subsampling
    self.orientation = orientation
    self.decoderBytes = decoderBytes
  }
}

/// What travels with the pixels.
package struct Metadata: Sendable, Hashable {
  /// An ICC profile, whole. Nil also where the file's profile no longer fits (CMYK made RGB).
  package var icc: [UInt8]?
  /// EXIF as a TIFF block, without the "Exif\0\0" prefix. Orientation in it is the file's.
  package var exif: [UInt8]?
  /// PNG colour chunks other than iCCP, as the file has them: sRGB intent, gAMA × 100,000, cHRM.
  package var srgbIntent: UInt8?
  package var gamma: UInt32?
  package var chromaticities: [UInt32]?
  /// Pixels per metre, 0 when unknown.
  package var pixelsPerMetreX: UInt32
  package var pixelsPerMetreY: UInt32

  package init() {
    pixelsPerMetreX = 0
    pixelsPerMetreY = 0
  }
}
