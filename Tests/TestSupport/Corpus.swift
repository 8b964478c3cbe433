import SystemPackage

/// The shared test images, kept beside the repository, and what other decoders made of them.
package enum Corpus {
  package struct Entry: Sendable {
    package enum Verdict: String {
      case ok
      case error
      case warnOK = "warn-ok"
    }

    package let path: String
    package let verdict: Verdict
    package let width: Int?
    package let height: Int?
    package let storedDepth: Int?
    package let orientation: Int?
    /// "RGB" or "RGBA": the form that was hashed.
    package let hashedForm: String
    /// 8-bit rows after rotation, by libpng or djpeg.
    package let hash8: String
    /// 16-bit rows as stored, big-endian; empty for lower depths.
    package let hash16: String
    /// What libpng or libjpeg say of the file.
    package let library: String
    package let why: String

    package var folder: String { String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]) }
  }

  package static let entries: [Entry] = {
    guard Places.hasCorpus, let table = try? Files.read(Places.corpus.appending("EXPECT.tsv"))
    else { return [] }
    let lines = String(decoding: table, as: UTF8.self).split(separator: "\n")
    return lines.drop { $0.hasPrefix("#") }.dropFirst().compactMap(entry)
  }()

  package static let folders = Set(entries.map(\.folder)).sorted()

  private static func entry(_ line: Substring) -> Entry? {
    let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    guard fields.count >= 22, let verdict = Entry.Verdict(rawValue: fields[1]) else { return nil }
    return Entry(
      path: fields[0], verdict: verdict, width: Int(fields[3]), height: Int(fields[4]),
      storedDepth: Int(fields[6]), orientation: Int(fields[9]), hashedForm: fields[8],
      hash8: fields[13], hash16: fields[15], library: fields[18], why: fields[21])
  }

  package static func bytes(of entry: Entry) throws -> [UInt8] {
    try Files.read(Places.corpus.pushing(FilePath(entry.path)))
  }
}

extension Corpus {
  /// Files where we knowingly differ from the table, and why.
  package static let exceptions = [
    "bad/openimageio/xmp-deep-nesting.png": doubtfulToPillowOnly,
    "bad/pillow/png_decompression_dos.png": doubtfulToPillowOnly,
    "bad/pillow-apng/chunk_no_fctl.png": doubtfulToPillowOnly,
    "bad/synthetic/jpeg-orientation-type-byte.jpg":
      "the orientation has a type that EXIF does not allow; Pillow ignores it too",
    "png/pillow/exif_imagemagick_orientation.png": orientationOutsideEXIF,
    "png/pillow/xmp_tags_orientation.png": orientationOutsideEXIF,
    "png/pillow/xmp_tags_orientation_exiftool.png": orientationOutsideEXIF,
  ]
  private static let doubtfulToPillowOnly =
    "Pillow refuses a text chunk or an animation; libpng has no complaint about the picture"
  private static let orientationOutsideEXIF =
    "the orientation stands in XMP or in a text chunk; we read EXIF only"
}
