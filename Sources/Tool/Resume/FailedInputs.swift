import FileIO
import Platform
import Report
import SystemPackage

/// The inputs that failed, by the report of the run in which they did. A folder that could not be
/// listed stands for all that is in it.
package struct FailedInputs: Sendable {
  private let paths: Set<FilePath>

  /// - Throws: where the report cannot be read, or is none.
  package init(_ path: FilePath) throws(FileError) {
    let bytes = try SmallFile.bytes(at: path)
    do {
      let json = try JSONValue(parsing: bytes)
      guard let failures = json["failures"]?.asArray, json["runs"]?.asArray != nil else {
        throw JSONError(offset: 0, "no list of runs and failures")
      }
      paths = try Set(failures.map { Self.comparable(try Self.input(of: $0)) })
    } catch {
      let reason = (error as? JSONError).map { "\($0)" } ?? "\(error)"
      throw FileError(
        .read, path, .invalidArgument,
        note: "it is no report that --report wrote: \(reason)")
    }
  }

  package func contains(_ input: FilePath) -> Bool { entry(of: input) != nil }

  /// How many of them are not among these inputs, nor have any of these in them.
  package func count(notAmong inputs: [FilePath]) -> Int {
    paths.subtracting(inputs.compactMap(entry)).count
  }

  /// The one that this input is, or lies in.
  private func entry(of input: FilePath) -> FilePath? {
    var place = Self.comparable(input)
    while !paths.contains(place) {
      let above = place.removingLastComponent()
      if above == place { return nil }
      place = above
    }
    return place
  }

  /// However it is spelt: `a`, `./a` and `b/../a` are one.
  private static func comparable(_ path: FilePath) -> FilePath {
    FilePath(".").pushing(path).lexicallyNormalized()
  }

  private static func input(of failure: JSONValue) throws(JSONError) -> FilePath {
    if let hex = failure["input_hex"]?.asString {
      guard let bytes = bytes(hex), !bytes.contains(0) else {
        throw JSONError(offset: 0, "a file's name that is not hexadecimal")
      }
      return FilePath(bytes: bytes)
    }
    guard let name = failure["input"]?.asString, !name.utf8.contains(0) else {
      throw JSONError(offset: 0, "a failure without its file")
    }
    return FilePath(name)
  }

  private static func bytes(_ hex: String) -> [UInt8]? {
    let digits = Array(hex.utf8)
    guard digits.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
      let pair = digits[index..<index + 2]
      guard let byte = UInt8(String(decoding: pair, as: UTF8.self), radix: 16) else { return nil }
      bytes.append(byte)
    }
    return bytes
  }
}
