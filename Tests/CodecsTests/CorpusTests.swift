import Codecs
import Memory
import Pixels
import TestSupport
import Testing

/// Every file of the shared corpus against what libpng, djpeg and others made of it.
@Suite(.enabled(if: Places.hasCorpus, "\(Places.corpusAbsence)"))
struct CorpusTests {
  @Test(arguments: Corpus.folders)
  func verdictsAndPixels(folder: String) throws {
    for entry in Corpus.entries where entry.folder == folder && Corpus.exceptions[entry.path] == nil
    {
      let bytes = try Corpus.bytes(of: entry)
      for mismatch in mismatches(entry, bytes) {
        Issue.record("\(entry.path): \(mismatch) [expected \(entry.verdict), \(entry.why)]")
      }
    }
  }

  /// We differ from the table there, but not by failing.
  @Test func exceptionsDecode() throws {
    for entry in Corpus.entries where Corpus.exceptions[entry.path] != nil {
      let picture = try DecodedPicture(Corpus.bytes(of: entry), DecodeOptions(damage: .strict))
      #expect(picture.header.orientation == .upright, "\(entry.path)")
    }
  }

  /// A profile whose parts are missing, or there twice, costs a warning, and under `strict` the
  /// file: no pixel is amiss, but nobody can say which colours they are. The programs behind the
  /// table read no profile.
  @Test func profilesInPiecesAreWarnedOf() throws {
    let paths = [
      "bad/synthetic/jpeg-icc-part-missing.jpg", "jpeg/pillow/icc-after-SOF.jpg",
      "jpeg/jpeg-decoder-icc/icc_missing_chunk.jpeg",
      "jpeg/jpeg-decoder-icc/icc_chunk_count_mismatch.jpeg",
      "jpeg/jpeg-decoder-icc/icc_chunk_double_seq_no.jpeg",
      "jpeg/jpeg-decoder-icc/icc_chunk_seq_no_0.jpeg",
    ]
    let entries = Corpus.entries.filter { paths.contains($0.path) }
    #expect(entries.count == paths.count)
    for entry in entries {
      let bytes = try Corpus.bytes(of: entry)
      let picture = try DecodedPicture(bytes)
      #expect(picture.warnings.contains { $0.contains("ICC") }, "\(entry.path)")
      #expect(throws: ImageError.self, "\(entry.path)") {
        try DecodedPicture(bytes, DecodeOptions(damage: .strict))
      }
    }
  }

  private func mismatches(_ entry: Corpus.Entry, _ bytes: [UInt8]) -> [String] {
    switch entry.verdict {
    case .ok: mismatchesOfValid(entry, bytes)
    case .error: mismatchesOfBroken(bytes)
    case .warnOK: mismatchesOfDoubtful(entry, bytes)
    }
  }

  private func mismatchesOfValid(_ entry: Corpus.Entry, _ bytes: [UInt8]) -> [String] {
    do throws(ImageError) {
      let picture = try DecodedPicture(bytes)
      return compare(picture, entry, bytes)
    } catch {
      return ["refused: \(error)"]
    }
  }

  private func mismatchesOfBroken(_ bytes: [UInt8]) -> [String] {
    var result: [String] = []
    for policy in [DamagePolicy.strict, .standard, .accept] {
      do throws(ImageError) {
        let picture = try DecodedPicture(bytes, DecodeOptions(damage: policy))
        result.append("decoded under \(policy), warnings: \(picture.warnings)")
      } catch {
        if error.reason.isEmpty { result.append("an error without a reason") }
      }
    }
    return result
  }

  /// Strict refuses; accept decodes with a warning, save where the library itself gives up;
  /// standard does either, and what it decodes is what accept decodes.
  private func mismatchesOfDoubtful(_ entry: Corpus.Entry, _ bytes: [UInt8]) -> [String] {
    var result: [String] = []
    do throws(ImageError) {
      _ = try DecodedPicture(bytes, DecodeOptions(damage: .strict))
      result.append("decoded under strict")
    } catch {}
    do throws(ImageError) {
      let picture = try DecodedPicture(bytes, DecodeOptions(damage: .accept))
      if picture.warnings.isEmpty { result.append("no warning under accept") }
      result += compare(picture, entry, bytes)
    } catch {
      if !entry.library.contains(":error") { result.append("refused under accept: \(error)") }
    }
    do throws(ImageError) {
      result += compare(try DecodedPicture(bytes), entry, bytes)
    } catch {
      let isRefusedAnyway = entry.library.contains(":error")
      if error.code != .damaged, !isRefusedAnyway { result.append("refused: \(error)") }
    }
    return result
  }

  private func compare(
    _ picture: DecodedPicture, _ entry: Corpus.Entry, _ bytes: [UInt8]
  ) -> [String] {
    var result: [String] = []
    if picture.shape.width != entry.width || picture.shape.height != entry.height {
      result.append("\(picture.shape.width) × \(picture.shape.height)")
    }
    let orientation = entry.orientation.flatMap { UInt8(exactly: $0) }.flatMap(Orientation.init)
    if picture.header.orientation != orientation ?? .upright {
      result.append("orientation \(picture.header.orientation), not \(entry.orientation ?? 1)")
    }
    if let depth = entry.storedDepth, picture.header.storedDepth != depth {
      result.append("depth \(picture.header.storedDepth)")
    }
    if !entry.hash8.isEmpty, picture.hash8(alpha: entry.hashedForm == "RGBA") != entry.hash8 {
      result.append("other pixels")
    }
    if !entry.hash16.isEmpty, picture.hash16() != entry.hash16 {
      result.append("other 16-bit pixels")
    }
    do throws(ImageError) {
      guard let block = ByteBlock(bytes) else { return result }
      var header = try inspectHeader(of: block)
      // It counts what stands behind the pixels, too.
      if header.decoderBytes < picture.header.decoderBytes {
        result.append("inspectHeader foresees less than is held: \(header.decoderBytes)")
      }
      header.decoderBytes = picture.header.decoderBytes
      if header != picture.header { result.append("inspectHeader says otherwise: \(header)") }
    } catch {
      result.append("inspectHeader refuses: \(error)")
    }
    return result
  }
}
