/// A mistake in the text of a filter chain, with its place.
package struct ChainError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The whole chain as given.
  package var chain: String
  /// UTF-8 offsets into `chain` of what is wrong.
  package var range: Range<Int>
  package var message: String

  package init(chain: String, range: Range<Int>, message: String) {
    self.chain = chain
    self.range = range
    self.message = message
  }

  /// The message, the chain and a marker under the mistake, on three lines.
  package var description: String {
    let before = String(decoding: chain.utf8.prefix(range.lowerBound), as: UTF8.self)
    let marked = String(
      decoding: chain.utf8.dropFirst(range.lowerBound).prefix(range.count), as: UTF8.self)
    let marker =
      String(repeating: " ", count: before.count)
      + String(repeating: "^", count: max(marked.count, 1))
    return "\(message)\n  \(chain)\n  \(marker)"
  }
}
