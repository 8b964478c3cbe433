import Codecs
import Pipeline

/// Options written out again as the words of a command line for `process`, which is how every run
/// of a comparison gets them: parsed here once, so that mistakes are found before anything runs.
extension PictureArguments {
  var words: [String] {
    var words: [String] = []
    func add(_ option: String, _ value: String?) {
      if let value { words += [option, value] }
    }
    add("--filters", chain)
    if format != .same { add("--format", format.rawValue) }
    add("--quality", quality.map(String.init))
    add("--subsampling", subsampling?.rawValue)
    if progressive { words.append("--progressive") }
    add("--png-level", pngLevel.map(String.init))
    add("--background", background?.text)
    if metadata != .keep { add("--metadata", metadata.rawValue) }
    if noAutoOrient { words.append("--no-auto-orient") }
    if strict { words.append("--strict") }
    if acceptDamaged { words.append("--accept-damaged") }
    add("--max-pixels", maxPixels.map(String.init))
    add("--max-bytes", maxBytes.map(String.init))
    add("--max-seconds", maxSeconds.map { String(Double($0) / 1e9) })
    add("--plant-busy", plantBusy.map { "\($0 * 100)%" })
    return words
  }
}

extension HexColor {
  /// Six digits.
  var text: String {
    [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
