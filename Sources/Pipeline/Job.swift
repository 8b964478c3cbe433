import SystemPackage

/// One input file to become one output file.
package struct Job: Sendable, Hashable {
  /// Position in the batch, counted from 0.
  package var id: Int
  package var input: FilePath
  package var output: FilePath
  /// Whether an existing output may be replaced.
  package var replace: Bool
  /// Size of the input when the batch was planned, in bytes.
  package var inputBytes: Int

  package init(id: Int, input: FilePath, output: FilePath, replace: Bool, inputBytes: Int) {
    self.id = id
    self.input = input
    self.output = output
    self.replace = replace
    self.inputBytes = inputBytes
  }
}
