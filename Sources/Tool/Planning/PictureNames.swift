import Codecs
import Pipeline
import Platform
import SystemPackage

/// What file names say about pictures, and what outputs are called.
package enum PictureNames {
  private static let png: Set<String> = ["png", "apng"]
  private static let jpeg: Set<String> = ["jpg", "jpeg", "jpe", "jfif"]
  /// Extensions of other picture formats: replaced too when the format changes, because a name
  /// such as `scan.tif.png` would be no kindness.
  private static let others: Set<String> = ["gif", "bmp", "tif", "tiff", "webp", "heic", "avif"]

  /// Whether a file found in a folder is taken for a PNG or JPEG.
  package static func isPicture(_ name: [UInt8]) -> Bool {
    guard let (_, ending) = split(name) else { return false }
    return png.contains(ending) || jpeg.contains(ending)
  }

  /// The format that a name promises; nil where it promises neither.
  package static func format(of component: FilePath.Component) -> ImageFileFormat? {
    guard let (_, ending) = split(FilePath(root: nil, [component]).bytes) else { return nil }
    return png.contains(ending) ? .png : jpeg.contains(ending) ? .jpeg : nil
  }

  /// The name an output gets. A name that already fits the format stays as it is; another
  /// picture extension is replaced; anything else keeps its name and has the extension appended.
  package static func output(_ name: [UInt8], format: Recipe.Format) -> [UInt8] {
    let (fitting, ending): (Set<String>, String)
    switch format {
    case .same: return name
    case .png: (fitting, ending) = (png, ImageFileFormat.png.fileExtension)
    case .jpeg: (fitting, ending) = (jpeg, ImageFileFormat.jpeg.fileExtension)
    }
    guard let (stem, found) = split(name) else { return name + Array(".\(ending)".utf8) }
    // An animated PNG is written as its first picture, an ordinary PNG.
    if fitting.contains(found) && found != "apng" { return name }
    let isPicture = png.contains(found) || jpeg.contains(found) || others.contains(found)
    return (isPicture ? stem : name) + Array(".\(ending)".utf8)
  }

  /// The name before its last dot, and what follows in lower case.
  private static func split(_ name: [UInt8]) -> (stem: [UInt8], ending: String)? {
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > 0 else { return nil }
    let ending = String(decoding: name[(dot + 1)...], as: UTF8.self).lowercased()
    return ending.isEmpty ? nil : (Array(name[..<dot]), ending)
  }
}
