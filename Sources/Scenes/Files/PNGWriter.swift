import Pixels

/// Writes PNG files of every kind that tests want, also those that the product never writes.
package struct PNGWriter: Sendable {
  /// How samples are stored.
  package enum Layout: Sendable {
    /// As the raster has them.
    case samples
    /// Grey at 1, 2 or 4 bits, cut from an 8-bit grey raster.
    case gray(bits: Int)
    /// A palette at 1, 2, 4 or 8 bits, from an 8-bit RGB raster.
    case palette(bits: Int)
  }

  package var layout: Layout = .samples
  package var interlaced = false
  /// Chunks between the header and the pixels, in order.
  package var chunks: [Chunk] = []

  package struct Chunk: Sendable {
    package var type: String
    package var bytes: [UInt8]

    package init(_ type: String, _ bytes: [UInt8]) {
      self.type = type
      self.bytes = bytes
    }

    /// A profile, compressed as iCCP wants it.
    package static func profile(_ icc: [UInt8]) -> Chunk {
      Chunk("iCCP", Array("fixture".utf8) + [0, 0] + Deflate.zlib(icc))
    }

    /// A text, compressed as zTXt wants it.
    package static func text(_ text: [UInt8]) -> Chunk {
      Chunk("zTXt", Array("Comment".utf8) + [0, 0] + Deflate.zlib(text))
    }

    /// Rows to be taken for the picture's own, which then are too many.
    package static func rows(_ bytes: [UInt8]) -> Chunk { Chunk("IDAT", Deflate.zlib(bytes)) }
  }

  package init() {}

  package func file(_ raster: Raster) -> [UInt8] {
    let packing = PNGPacking(layout, raster)
    var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    var header: [UInt8] = []
    header.append(big: raster.width, bytes: 4)
    header.append(big: raster.height, bytes: 4)
    header += [UInt8(packing.bits), packing.colorType, 0, 0, interlaced ? 1 : 0]
    append(Chunk("IHDR", header), to: &file)
    for chunk in chunks { append(chunk, to: &file) }
    if let palette = packing.palette {
      append(Chunk("PLTE", palette.colors), to: &file)
      append(Chunk("tRNS", palette.alphas), to: &file)
    }
    let stream = Deflate.zlib(scanlines(packing))
    // Several IDAT chunks, as encoders that write while they compress make them.
    var at = 0
    while at < stream.count {
      let end = min(at + 32_768, stream.count)
      append(Chunk("IDAT", Array(stream[at..<end])), to: &file)
      at = end
    }
    append(Chunk("IEND", []), to: &file)
    return file
  }

  private func append(_ chunk: Chunk, to file: inout [UInt8]) {
    file.append(big: chunk.bytes.count, bytes: 4)
    let start = file.count
    file += Array(chunk.type.utf8) + chunk.bytes
    file.append(big: Int(Checksums.crc32(file[start...])), bytes: 4)
  }

  /// Adam7: where each pass starts and how far apart its pixels are.
  private static let passes: [(x: Int, y: Int, stepX: Int, stepY: Int)] = [
    (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
    (0, 1, 1, 2),
  ]

  /// All rows, filtered, in the order they are stored.
  private func scanlines(_ packing: PNGPacking) -> [UInt8] {
    var out: [UInt8] = []
    for pass in interlaced ? Self.passes : [(0, 0, 1, 1)] {
      let columns = Array(stride(from: pass.x, to: packing.width, by: pass.stepX))
      guard !columns.isEmpty else { continue }
      var above: [UInt8]?
      for (index, y) in stride(from: pass.y, to: packing.height, by: pass.stepY).enumerated() {
        let row = packing.row(y, columns)
        // Paeth mostly, since it packs best; now and then each of the others, to be decoded too.
        let kind = index % 8 < 5 ? UInt8(index % 8) : 4
        out.append(kind)
        PNGRowFilter.append(
          row, above: above ?? [UInt8](repeating: 0, count: row.count),
          pixelBytes: packing.pixelBytes, kind: kind, to: &out)
        above = row
      }
    }
    return out
  }
}
