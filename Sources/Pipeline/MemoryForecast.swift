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

/// What decides whether threads share a picture: the pixels that its filters are given, after a
/// decoder that reduces, and the bytes that so many threads (at least 2) hold besides those of one
/// alone.
package func sharingForecast(
  for input: ByteBlock, _ recipe: Recipe, hands: Int
) throws(ImageError) -> (pixels: Int, bytes: Int) {
  let plan = try DevelopmentPlan(input, recipe, needsPixels: true)
  let sharing = SharingPlan(plan.filters, for: plan.upright, plan.settings, hands: hands)
  return (plan.upright.pixelCount, sharing.workingBytes)
}

extension Recipe {
  /// Bytes that no job which is let in takes: of the largest picture allowed, 16 bytes a pixel
  /// (four channels of Float) in every filter, and twice besides, for coefficients and the output.
  /// A bound on address space; real jobs take far less.
  package var boundOnWorkingBytes: Int {
    let stages = chain.filters.count + 2
    let (bytes, isTooMuch) = decode.maxPixels.multipliedReportingOverflow(by: 16 * stages)
    return isTooMuch ? .max : bytes
  }
}
