import Pixels

/// Writes JPEG files of every kind that tests want, in whole numbers and without libjpeg: the
/// same bytes everywhere, and a second opinion beside the library that the product uses.
package struct JPEGWriter: Sendable {
  package enum Color: Sendable {
    case gray, yCbCr, rgb, cmyk

    var components: Int {
      switch self {
      case .gray: 1
      case .yCbCr, .rgb: 3
      case .cmyk: 4
      }
    }
  }

  package var color: Color
  /// 1 to 100.
  package var quality = 85
  /// Sampling factors of the first component; the others have 1×1. (2, 2) is 4:2:0.
  package var sampling: (h: Int, v: Int) = (1, 1)
  package var progressive = false
  /// MCUs between restart markers; 0 for none.
  package var restartInterval = 0
  /// A TIFF block, without the "Exif" in front.
  package var exif: [UInt8]?
  package var icc: [UInt8]?

  package init(_ color: Color) { self.color = color }

  /// - Parameter raster: 8 bits; grey for a grey file, RGB for the others.
  package func file(_ raster: Raster) -> [UInt8] {
    precondition(
      raster.format == (color == .gray ? .gray8 : .rgb8), "JPEG files are made from 8-bit samples")
    let steps = [
      JPEGTables.scaled(JPEGTables.luminance, quality: quality),
      JPEGTables.scaled(JPEGTables.chrominance, quality: quality),
    ]
    let planes = planes(raster, steps)
    var file: [UInt8] = [0xFF, 0xD8]
    appendApplicationData(to: &file)
    for (index, table) in steps.prefix(color == .gray ? 1 : 2).enumerated() {
      append(0xDB, [UInt8(index)] + JPEGTables.zigzag.map { UInt8(table[$0]) }, to: &file)
    }
    append(progressive ? 0xC2 : 0xC0, frame(raster, planes), to: &file)
    appendHuffmanTables(to: &file)
    if restartInterval > 0 {
      append(0xDD, [UInt8(restartInterval >> 8), UInt8(restartInterval & 255)], to: &file)
    }
    let scans =
      progressive
      ? JPEGScan.progressive(components: planes.count) : JPEGScan.baseline(components: planes.count)
    for scan in scans {
      append(0xDA, header(of: scan, planes), to: &file)
      file += scan.encode(planes, restartInterval: restartInterval)
    }
    return file + [0xFF, 0xD9]
  }

  private func planes(_ raster: Raster, _ steps: [[Int]]) -> [JPEGPlane] {
    (0..<color.components).map { component in
      // Chrominance tables are for Cb and Cr alone.
      let table = color == .yCbCr && component > 0 ? 1 : 0
      return JPEGPlane(
        width: raster.width, height: raster.height, factors: component == 0 ? sampling : (1, 1),
        largest: sampling, table: table, steps: steps[table]
      ) { x, y in
        switch color {
        case .gray: raster[x, y, 0]
        case .rgb: raster[x, y, component]
        case .yCbCr:
          JPEGColor.yCbCr(raster[x, y, 0], raster[x, y, 1], raster[x, y, 2], component)
        case .cmyk:
          JPEGColor.invertedCMYK(raster[x, y, 0], raster[x, y, 1], raster[x, y, 2], component)
        }
      }
    }
  }

  /// JFIF where its colours apply, else Adobe's marker that says they do not; EXIF; ICC in
  /// segments.
  private func appendApplicationData(to file: inout [UInt8]) {
    if color == .gray || color == .yCbCr {
      append(0xE0, Array("JFIF".utf8) + [0, 1, 1, 0, 0, 1, 0, 1, 0, 0], to: &file)
    } else {
      append(0xEE, Array("Adobe".utf8) + [0, 100, 0, 0, 0, 0, 0], to: &file)
    }
    if let exif { append(0xE1, Array("Exif".utf8) + [0, 0] + exif, to: &file) }
    if let icc {
      // Far smaller segments than the format allows, so that a profile is always split.
      let size = 200
      let count = (icc.count + size - 1) / size
      for index in 0..<count {
        let part = icc[index * size..<min((index + 1) * size, icc.count)]
        append(
          0xE2, Array("ICC_PROFILE".utf8) + [0, UInt8(index + 1), UInt8(count)] + part, to: &file)
      }
    }
  }

  private func appendHuffmanTables(to file: inout [UInt8]) {
    let luminance: [(UInt8, JPEGHuffman)] = [
      (0x00, JPEGTables.dcLuminance), (0x10, JPEGTables.acLuminance),
    ]
    let chrominance: [(UInt8, JPEGHuffman)] = [
      (0x01, JPEGTables.dcChrominance), (0x11, JPEGTables.acChrominance),
    ]
    for (id, table) in color == .yCbCr ? luminance + chrominance : luminance {
      append(0xC4, [id] + table.counts + table.symbols, to: &file)
    }
  }

  private func frame(_ raster: Raster, _ planes: [JPEGPlane]) -> [UInt8] {
    var bytes: [UInt8] = [8]
    bytes.append(big: raster.height, bytes: 2)
    bytes.append(big: raster.width, bytes: 2)
    bytes.append(UInt8(planes.count))
    for (index, plane) in planes.enumerated() {
      bytes += [UInt8(index + 1), UInt8(plane.h << 4 | plane.v), UInt8(plane.table)]
    }
    return bytes
  }

  private func header(of scan: JPEGScan, _ planes: [JPEGPlane]) -> [UInt8] {
    var bytes = [UInt8(scan.components.count)]
    for component in scan.components {
      let table = UInt8(planes[component].table)
      bytes += [UInt8(component + 1), table << 4 | table]
    }
    return bytes + [UInt8(scan.band.lowerBound), UInt8(scan.band.upperBound), 0]
  }

  private func append(_ marker: UInt8, _ content: [UInt8], to file: inout [UInt8]) {
    file += [0xFF, marker]
    file.append(big: content.count + 2, bytes: 2)
    file += content
  }
}
