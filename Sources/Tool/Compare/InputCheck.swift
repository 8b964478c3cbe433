import Codecs
import Figures
import FileIO
import Memory
import Pipeline
import Pixels
import SystemPackage

/// Sees before the first of many runs whether the inputs are there and are pictures: each run would
/// fail over the same one.
enum InputCheck {
  /// Reads every input and its header; whether the pixels are sound shows in the first run.
  ///
  /// - Throws: names the first ten that cannot be done, and says what to try.
  static func check(
    _ plan: ProcessPlan, _ options: DecodeOptions, limit: Int
  ) throws(CompareError) {
    var faults = plan.hopeless.map { ($0.job.input, $0.failure.reason) }
    for job in plan.jobs {
      if let fault = fault(of: job.input, options, limit) { faults.append((job.input, fault)) }
    }
    guard !faults.isEmpty else { return }
    let shown = faults.prefix(10).map { input, reason in
      "  " + FailureText.line(input: input, reason: reason)
    }
    let more = faults.count > 10 ? ["  … and \(Humanised.count(faults.count - 10)) more"] : []
    let heading =
      "\(Humanised.count(faults.count, "input")) cannot be done, so runs cannot be compared:"
    throw CompareError(
      ([heading] + shown + more + ["Leave them out, or name others."]).joined(separator: "\n"),
      .someFailed)
  }

  private static func fault(
    of path: FilePath, _ options: DecodeOptions, _ limit: Int
  ) -> String? {
    let content: ByteBlock
    do { content = try PictureFile.bytes(at: path, limit: limit) } catch {
      return error.description
    }
    do throws(ImageError) {
      _ = try inspectHeader(of: content, maxPixels: options.maxPixels)
      return nil
    } catch {
      return error.description
    }
  }
}
