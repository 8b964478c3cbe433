import Platform
import SystemPackage

/// A list of file names, as `--files-from` reads it.
package enum FileList {
  /// - Parameter nulls: names end in zero bytes, so that they may hold line ends; otherwise one
  ///   name a line, with empty lines passed over and a carriage return before the line end dropped.
  package static func paths(in bytes: [UInt8], nulls: Bool) -> [FilePath] {
    bytes.split(separator: nulls ? 0 : UInt8(ascii: "\n")).compactMap { entry in
      var name = entry
      if !nulls, name.last == UInt8(ascii: "\r") { name.removeLast() }
      return name.isEmpty ? nil : FilePath(bytes: name)
    }
  }
}
