import SystemPackage

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

  static let root: FilePath = {
    var path = FilePath(#filePath)
    for _ in 0..<3 { path.removeLastComponent() }
    return path.removingLastComponent().appending("shared/corpus")
  }()

  static let entries: [Entry] = {
    guard let table = try? readFile(root.appending("EXPECT.tsv")) else {
      print("no corpus at \(root): tests that need it are skipped")
      return []
    }
    let lines = String(decoding: table, as: UTF8.self).split(separator: "\n")
    return lines.drop { $0.hasPrefix("#") }.dropFirst().compactMap(entry)
  }()

  static let folders = Set(entries.map(\.folder)).sorted()

  static var isPresent: Bool { !entries.isEmpty }
  static let absence = "the shared corpus is absent"

  private static func entry(_ line: Substring) -> Entry? {
    let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    guard fields.count >= 22, let verdict = Entry.Verdict(rawValue: fields[1]) else { return nil }
    return Entry(
      path: fields[0], verdict: verdict, width: Int(fields[3]), height: Int(fields[4]),
      storedDepth: Int(fields[6]), orientation: Int(fields[9]), hashedForm: fields[8],
      hash8: fields[13], hash16: fields[15], library: fields[18], why: fields[21])
  }

  static func bytes(of entry: Entry) throws -> [UInt8] { try readFile(root.appending(entry.path)) }
}

/// A file's bytes.
func readFile(_ path: FilePath) throws -> [UInt8] {
  let file = try FileDescriptor.open(path, .readOnly)
  return try file.closeAfter {
    let size = Int(try file.seek(offset: 0, from: .end))
    try file.seek(offset: 0, from: .start)
    return try unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let rest = unsafe UnsafeMutableRawBufferPointer(
          rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
        let got = try unsafe file.read(into: rest)
        if got == 0 { break }
        count += got
      }
    }
  }
}
