import Codecs
import Filters
import Memory
import Pixels

/// Bytes that a job will be granted while it runs, besides its input, as its header says.
///
/// - Parameter input: the whole file, or so much of its beginning that the header is in it.
/// - Throws: what is wrong with the header, or with the chain on a picture of that size.
package func workingBytes(for input: ByteBlock, _ recipe: Recipe) throws(ImageError) -> Int {
  try DevelopmentPlan(input, recipe, needsPixels: true).workingBytes
}

extension Recipe {
  /// Bytes that no job which is let in takes: of the largest picture allowed, 16 bytes a pixel (four
  /// channels of Float) in every filter, and twice besides, for coefficients and the output. A bound
  /// on address space; real jobs take far less.
  package var boundOnWorkingBytes: Int {
    let stages = chain.filters.count + 2
    let (bytes, isTooMuch) = decode.maxPixels.multipliedReportingOverflow(by: 16 * stages)
    return isTooMuch ? .max : bytes
  }
}
