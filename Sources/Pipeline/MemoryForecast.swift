import Codecs
import Memory
import Pixels

/// Bytes that a job will be granted while it runs, besides its input, as its header says.
///
/// - Parameter input: the whole file, or so much of its beginning that the header is in it.
/// - Throws: what is wrong with the header, or with the chain on a picture of that size.
package func workingBytes(for input: ByteBlock, _ recipe: Recipe) throws(ImageError) -> Int {
  try DevelopmentPlan(input, recipe, needsPixels: true).workingBytes
}
