import Codecs
import Filters

/// Everything that is done to a picture, the same for all jobs of a batch.
package struct Recipe: Sendable {
  package enum Format: String, Sendable, Hashable, CaseIterable {
    case same, png, jpeg
  }

  /// What of a file's metadata its output keeps.
  package enum MetadataPolicy: String, Sendable, Hashable, CaseIterable {
    /// Colour profile, EXIF and resolution.
    case keep
    /// The colour profile only.
    case icc
    case none
  }

  package var chain: FilterChain
  package var format: Format
  package var png: PNGSettings
  package var jpeg: JPEGSettings
  package var metadata: MetadataPolicy
  /// Apply EXIF orientation to the pixels and reset it.
  package var autoOrient: Bool
  package var decode: DecodeOptions
  /// Work done in vain after each picture, as a share of the CPU time that the picture took: a
  /// known slowness, for checking that measurements find it. 0 unless such a check is going on.
  package var plantedWork = 0.0

  package init(
    chain: FilterChain = FilterChain(), format: Format = .same, png: PNGSettings = PNGSettings(),
    jpeg: JPEGSettings = JPEGSettings(), metadata: MetadataPolicy = .keep,
    autoOrient: Bool = true, decode: DecodeOptions = DecodeOptions()
  ) {
    self.chain = chain
    self.format = format
    self.png = png
    self.jpeg = jpeg
    self.metadata = metadata
    self.autoOrient = autoOrient
    self.decode = decode
  }

  /// How the output of an input in `format` is written.
  package func settings(for input: ImageFileFormat) -> EncodeSettings {
    switch format {
    case .png: .png(png)
    case .jpeg: .jpeg(jpeg)
    case .same: input == .png ? .png(png) : .jpeg(jpeg)
    }
  }
}
