import SystemPackage
import TestSupport

/// The shared test images, kept beside the repository, and what other decoders made of them.
enum Corpus {
  struct Entry: Sendable {
    enum Verdict: String {
      case ok
      case error
      case warnOK = "warn-ok"
    }

    let path: String
    let verdict: Verdict
    let width: Int?
    let height: Int?
    let storedDepth: Int?
    let orientation: Int?
    /// "RGB" or "RGBA": the form that was hashed.
    let hashedForm: String
    /// 8-bit rows after rotation, by libpng or djpeg.
    let hash8: String
    /// 16-bit rows as stored, big-endian; empty for lower depths.
    let hash16: String
    /// What libpng or libjpeg say of the file.
    let library: String
    let why: String

    var folder: String { String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]) }
  }

  static let entries: [Entry] = {
    guard Places.hasCorpus, let table = try? Files.read(Places.corpus.appending("EXPECT.tsv"))
    else { return [] }
    let lines = String(decoding: table, as: UTF8.self).split(separator: "\n")
    return lines.drop { $0.hasPrefix("#") }.dropFirst().compactMap(entry)
  }()

  static let folders = Set(entries.map(\.folder)).sorted()

  private static func entry(_ line: Substring) -> Entry? {
    let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    guard fields.count >= 22, let verdict = Entry.Verdict(rawValue: fields[1]) else { return nil }
    return Entry(
      path: fields[0], verdict: verdict, width: Int(fields[3]), height: Int(fields[4]),
      storedDepth: Int(fields[6]), orientation: Int(fields[9]), hashedForm: fields[8],
      hash8: fields[13], hash16: fields[15], library: fields[18], why: fields[21])
  }

  static func bytes(of entry: Entry) throws -> [UInt8] {
    try Files.read(Places.corpus.pushing(FilePath(entry.path)))
  }
}
