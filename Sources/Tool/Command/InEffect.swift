import Execution
import Pipeline

/// Options that were given and change nothing together with the others: worth saying, not worth
/// refusing, so that one command line can be tried in all modes.
struct InEffect {
  private(set) var notes: [String] = []

  /// - Parameters:
  ///   - needed: what the option would need to matter.
  ///   - isThere: whether that is so.
  mutating func note(_ option: String, given: Bool, without needed: String, _ isThere: Bool) {
    if given && !isThere { notes.append("\(option) has no effect without \(needed)") }
  }

  /// - Parameter other: what takes the option's effect away.
  mutating func note(_ option: String, given: Bool, besides other: String, _ isThere: Bool) {
    if given && isThere { notes.append("\(option) has no effect besides \(other)") }
  }

  /// Options of single modes.
  ///
  /// - Parameters:
  ///   - modes: those that run; empty where that is not known yet.
  ///   - spelling: the option that chooses them.
  mutating func noteModes(
    _ modes: Set<Mode>, chosenBy spelling: String,
    _ given: [(option: String, isGiven: Bool, mode: Mode)]
  ) {
    for (option, isGiven, mode) in given {
      note(
        option, given: isGiven, without: "\(spelling) \(mode.rawValue)", modes.contains(mode))
    }
  }

  /// Options of single formats.
  mutating func noteFormats(_ picture: PictureArguments) {
    for option in picture.jpegOptions {
      note(option, given: true, without: "JPEG output", picture.format != .png)
    }
    for option in picture.pngOptions {
      note(option, given: true, without: "PNG output", picture.format != .jpeg)
    }
  }
}

extension PictureArguments {
  /// Options given that matter for JPEG output only.
  var jpegOptions: [String] {
    let given = [
      ("--quality", quality != nil), ("--subsampling", subsampling != nil),
      ("--progressive", progressive), ("--background", background != nil),
    ]
    return given.filter(\.1).map(\.0)
  }

  /// The same for PNG.
  var pngOptions: [String] { pngLevel == nil ? [] : ["--png-level"] }
}
