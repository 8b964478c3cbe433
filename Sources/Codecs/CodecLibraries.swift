import CCodecShims

/// The libraries that read and write files. Another version may make other bytes of the same
/// pixels.
package enum CodecLibraries {
  /// Names and versions, such as `libpng 1.6.43, libjpeg-turbo 2.1.5, …`. PNG's and zlib's are of
  /// the library that runs, the others' of the headers that were compiled against.
  package static let versions = unsafe String(cString: tri_codec_versions())
}
