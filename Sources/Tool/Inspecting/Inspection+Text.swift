import Codecs
import Figures
import Pixels
import Report

extension Orientation {
  /// In words, as what a viewer must do.
  package var words: String {
    switch self {
    case .upright: "upright"
    case .mirrored: "mirrored left to right"
    case .rotated180: "turned by 180°"
    case .flipped: "mirrored top to bottom"
    case .transposed: "mirrored along the main diagonal"
    case .rotate90: "to be turned 90° clockwise"
    case .transversed: "mirrored along the other diagonal"
    case .rotate270: "to be turned 90° counter-clockwise"
    }
  }
}

extension Inspection {
  /// What the file is, for people.
  package func lines(_ style: Style) -> [String] {
    var lines = [style.bold(path.printable)]
    func add(_ label: String, _ text: String) {
      let padding = String(repeating: " ", count: max(1, 13 - label.count))
      lines.append("  \(label)\(padding)\(text)")
    }
    if let header {
      let kind =
        header.isProgressive ? (header.format == .png ? "interlaced " : "progressive ") : ""
      add("format", kind + (header.format == .png ? "PNG" : "JPEG"))
      add("size", "\(header.shape.width) × \(header.shape.height)\(fileSize)")
      let subsampling = header.subsampling.map { ", subsampling \($0.rawValue)" } ?? ""
      let alpha = header.shape.format.model.hasAlpha ? ", with transparency" : ""
      add("colour", "\(header.storedColor), \(header.storedDepth) bit\(subsampling)\(alpha)")
      if header.orientation != .upright {
        add("orientation", "\(header.orientation.rawValue), \(header.orientation.words)")
      }
    }
    if let metadata {
      add("profile", profile(metadata))
      if let exif = metadata.exif { add("EXIF", Humanised.bytes(UInt64(exif.count))) }
    }
    for warning in warnings {
      add("warning", style.yellow(PathText.printable(Array(warning.utf8))))
    }
    let verdict = fault.map { style.red("no: " + PathText.printable(Array($0.utf8))) }
    add("valid", verdict ?? (warnings.isEmpty ? "yes" : "yes, with warnings"))
    return lines
  }

  private var fileSize: String {
    bytes.map { " pixels, \(Humanised.bytes(UInt64($0)))" } ?? " pixels"
  }

  private func profile(_ metadata: Metadata) -> String {
    if let icc = metadata.icc {
      let name = ColorProfile.name(icc).map { PathText.printable(Array($0.utf8)) }
      return "\(name ?? "ICC profile without a name") (\(Humanised.bytes(UInt64(icc.count))))"
    }
    if metadata.srgbIntent != nil { return "sRGB, by its own mark" }
    if let gamma = metadata.gamma { return "gamma \(Humanised.fixed(Double(gamma) / 100_000, 5))" }
    return "none"
  }

  package static let schema = "triptych.inspect/1"

  /// The same for programs; null is what could not be learnt.
  package var json: JSONValue {
    var object: JSONObject = ["schema": .string(Inspection.schema)]
    JobLine.put(path, as: "path", in: &object)
    object["valid"] = JSONValue(isValid)
    object["fault"] = JSONValue(fault)
    object["warnings"] = .array(warnings.map { .string($0) })
    object["bytes"] = bytes.map { JSONValue($0) } ?? .null
    object["format"] = JSONValue(header?.format.rawValue)
    object["width"] = header.map { JSONValue($0.shape.width) } ?? .null
    object["height"] = header.map { JSONValue($0.shape.height) } ?? .null
    object["depth"] = header.map { JSONValue($0.storedDepth) } ?? .null
    object["colour"] = JSONValue(header?.storedColor)
    object["channels"] = header.map { JSONValue($0.shape.channels) } ?? .null
    object["interlaced_or_progressive"] = header.map { JSONValue($0.isProgressive) } ?? .null
    object["subsampling"] = JSONValue(header?.subsampling?.rawValue)
    object["orientation"] = header.map { JSONValue(Int($0.orientation.rawValue)) } ?? .null
    object["icc_name"] = JSONValue(metadata?.icc.flatMap(ColorProfile.name))
    object["icc_bytes"] = metadata?.icc.map { JSONValue($0.count) } ?? .null
    object["exif_bytes"] = metadata?.exif.map { JSONValue($0.count) } ?? .null
    return .object(object)
  }
}
