import Codecs
import FileIO
import Filters
import Journal
import Memory
import Pipeline
import Platform
import SystemPackage

/// What earlier runs left in the output folder, for a run that goes on from there.
package struct History: Sendable {
  /// What an earlier run has to do with an output that exists.
  package enum Verdict: Sendable, Hashable {
    /// Nothing: it came from somewhere else.
    case foreign
    /// It was to make it, and it must be made again: unfinished, damaged, or of another input or
    /// recipe.
    case unfinished
    /// It made it, from this input by this recipe.
    case done(JournalEntry)
    /// The output takes the place of its own input, and may or may not have done so already.
    case unclear
  }

  private let entries: [FilePath: JournalEntry]
  private let recipe: UInt64
  private let boot: UInt64
  /// Inputs and outputs are read and compared by content, not by size and time.
  private let byContent: Bool

  package init(_ entries: [JournalEntry], recipe: UInt64, boot: UInt64, byContent: Bool) {
    self.entries = Dictionary(entries.map { ($0.output, $0) }, uniquingKeysWith: { _, new in new })
    self.recipe = recipe
    self.boot = boot
    self.byContent = byContent
  }

  /// - Parameters:
  ///   - place: the output relative to the output folder.
  ///   - existing: what is there now, under that name.
  package func verdict(
    on place: FilePath, at output: FilePath, existing: FileFacts, from input: InputFile
  ) -> Verdict {
    guard var entry = entries[place] else { return .foreign }
    guard entry.recipe == recipe, existing.kind == .file, let facts = input.facts else {
      return .unfinished
    }
    let isItself = facts.identity == existing.identity
    guard var completion = entry.completion else {
      let isUntouched = facts.fingerprint == entry.input
      return isItself && !isUntouched ? .unclear : .unfinished
    }
    guard isOutput(existing, at: output, completion) else {
      return isItself ? .unclear : .unfinished
    }
    guard isItself || isInput(facts, at: input.path, entry, completion) else { return .unfinished }
    if completion.boot != 0 { completion.boot = boot }
    completion.output = existing.fingerprint
    entry.input = isItself ? entry.input : facts.fingerprint
    entry.completion = completion
    return .done(entry)
  }

  private func isInput(
    _ facts: FileFacts, at path: FilePath, _ entry: JournalEntry, _ completion: Completion
  ) -> Bool {
    guard byContent else { return facts.fingerprint == entry.input }
    return facts.bytes == entry.input.bytes && sum(of: path) == completion.inputSum
  }

  /// An output that a crash of the machine may have damaged, or that was copied, is read; one of
  /// this boot that nobody has touched since need not be.
  private func isOutput(
    _ facts: FileFacts, at path: FilePath, _ completion: Completion
  ) -> Bool {
    guard facts.bytes == completion.output.bytes else { return false }
    let isSafe = completion.boot == 0 || completion.boot == boot
    if isSafe && !byContent && facts.modified == completion.output.modified { return true }
    return sum(of: path) == completion.outputSum
  }

  private func sum(of path: FilePath) -> UInt64? {
    (try? PictureFile.bytes(at: path, limit: .max)).map { $0.withSpan { XXHash64.hash($0) } }
  }
}

extension FileFacts {
  var fingerprint: Fingerprint { Fingerprint(bytes: bytes, modified: modified) }
}

extension Recipe {
  /// A number for all that decides about an output's bytes, together with the versions of the tool
  /// and of its libraries.
  package var number: UInt64 {
    let background = jpeg.background
    let words: [String] = [
      Version.current, Version.libraries, chain.text, format.rawValue, "\(png.level)",
      "\(jpeg.quality)", jpeg.subsampling.rawValue, "\(jpeg.progressive)",
      "\(background.red) \(background.green) \(background.blue)", metadata.rawValue,
      "\(autoOrient)", decode.damage.rawValue,
    ]
    // A picture that is laid over others is more than its name.
    let overlays = chain.overlays.map { "\($0.sum)" }
    return XXHash64.hash(Array((words + overlays).joined(separator: "\n").utf8))
  }
}

/// A number for the time since the machine started.
enum Boot {
  static var number: UInt64 {
    // Where nobody says, each run counts as a boot of its own, and outputs are read to be trusted.
    max(Sys.bootName.map { XXHash64.hash($0) } ?? Clock.wall(), 1)
  }
}
