import Codecs
import Execution
import Filters
import Journal
import Memory
import Pipeline
import Pixels
import Report
import SystemPackage

extension FuzzTarget {
  /// Inputs to begin with, besides the pictures themselves.
  ///
  /// - Parameter pictures: the contents of picture files.
  package func seeds(from pictures: [[UInt8]]) -> [[UInt8]] {
    switch self {
    case .png: pictures.filter { $0.first == 0x89 }
    case .jpeg: pictures.filter { $0.first == 0xFF }
    case .job:
      // Each with one recipe; after all recipes the same where damage is accepted.
      pictures.enumerated().map { number, picture in
        picture + [UInt8(number % Self.recipeCount + number / Self.recipeCount % 2 * 128)]
      }
    case .metadata: pictures.flatMap { metadata(of: $0) }
    case .chain:
      [
        "resize=800x800:fit=cover:kernel=lanczos3,unsharp=sigma=1:amount=0.8", "crop=8x8+1+1",
        "rotate=90,flip=horizontal", "gaussian=sigma=2", "median=radius=3,sobel", "gamma=1.8",
        "bilateral=radius=4:range=30:spatial=3", "grayscale,threshold=otsu", "resize=50%",
      ].map { Array($0.utf8) }
    case .wire: Self.messages
    case .report:
      [RunReport().json.document, "[1,-2.5e3,\"\\u00e4\\ud83d\\ude00\",{\"a\":null}]"].map {
        Array($0.utf8)
      }
    case .journal: [Self.kept, Self.unsealed(Self.kept)]
    case .spans:
      // A chunk given out, nothing dropped; its owner; a span of the first kind; one of the last.
      [
        [1, 0, 7 << 32, 5, 1, 6, 5, 7 << 56, 9].flatMap { (word: UInt64) in
          (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) }
        }
      ]
    }
  }

  private func metadata(of picture: [UInt8]) -> [[UInt8]] {
    guard let block = ByteBlock(picture),
      let decoder = try? openDecoder(block, DecodeOptions(), .never)
    else { return [] }
    return [decoder.metadata.exif, decoder.metadata.icc].compactMap { $0 }
  }

  private static var messages: [[UInt8]] {
    var failed = Outcome(job: 3, failure: JobFailure(.picture, .decode, "no picture"))
    failed.warnings = ["one", "two"]
    let words: [Word] = [
      .ready(.all), .ready([.calls]), .began(id: 7), .computed(id: 0), .reserve(bytes: 1 << 40),
      .release(bytes: 0),
      .ended(Outcome(job: 1), payload: .shared, bytes: 12), .exceed(bytes: 1),
      .ended(failed, payload: .none, bytes: 0), .unable(reason: "forbidden"),
      .farewell(handoffNanoseconds: 0, runQueueDelay: 5, engine: "uring", note: "no ring"),
    ]
    let orders: [Order] = [
      .job(id: 3, payload: .inline, bytes: 1 << 33, again: true), .granted, .cancel, .finish,
    ]
    return words.map(\.encoded) + orders.map(\.encoded)
  }

  private static var kept: [UInt8] {
    let print = Fingerprint(bytes: 5, modified: 6)
    let done = Completion(inputSum: 1, output: print, outputSum: 2, boot: 3)
    var text = JournalText([
      JournalEntry(output: "a/b\n.png", recipe: 1, input: print),
      JournalEntry(output: "c.png", recipe: 1, input: print, completion: done),
    ])
    text.putSettled()
    return text.take()
  }

  /// What a journal's lines say, without their checksums.
  private static func unsealed(_ journal: [UInt8]) -> [UInt8] {
    let lines = journal.split(separator: UInt8(ascii: "\n")).map { $0.dropFirst(17) }
    return Array(lines.dropFirst().joined(separator: [UInt8(ascii: "\n")]))
  }
}
