/// A chain that is measured, under the name that it shares with the other libraries' equivalent.
package struct FilterCase: Sendable {
  /// Which of the two tables it stands in.
  package enum Table: String, Sendable {
    /// Kernels that other libraries are judged by, too; their mean is the one that is quoted.
    case kernels
    /// What else is in the catalogue.
    case filters
  }

  package let name: String
  package let table: Table
  /// As any chain, save that HALF and LARGER stand for sizes of canvases, and LOGO for a path.
  private let pattern: String

  init(_ table: Table, _ name: String, chain pattern: String) {
    self.name = name
    self.table = table
    self.pattern = pattern
  }

  /// The chain for a picture of such a size.
  ///
  /// - Parameter fixtures: the folder of the project's own test pictures.
  package func chain(width: Int, height: Int, fixtures: String) -> String {
    let words = [
      "HALF": "\(max(1, width / 2))x\(max(1, height / 2))",
      "LARGER": "\(width + width / 10)x\(height + height / 10)",
      "LOGO": "'\(fixtures)/png/gradients-rgba8.png'",
    ]
    var chain = pattern
    for (word, meaning) in words { chain = chain.replacing(word, with: meaning) }
    return chain
  }

  package static let all = kernels + filters
}
