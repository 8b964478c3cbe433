import Benchmark
import Figures

/// Why it came out as it did: what the work consists of, and how many cores each way kept busy.
extension ComparisonHeadline {
  static func reasons(
    _ series: [ComparisonSeries], _ report: ComparisonReport, _ fastest: Arm
  ) -> [String] {
    [work(report), cores(series, report)].compactMap { $0 }
  }

  /// The share of computing, of one worker if there is such an arm: nobody made it wait.
  private static func work(_ report: ComparisonReport) -> String? {
    let single = report.arms.min { $0.setup.workers < $1.setup.workers }
    guard let arm = single, let read = arm.figures[.readWall]?.value,
      let decode = arm.figures[.decodeWall]?.value, let filter = arm.figures[.filterWall]?.value,
      let encode = arm.figures[.encodeWall]?.value, let write = arm.figures[.writeWall]?.value
    else { return nil }
    let total = read + decode + filter + encode + write
    guard total > 0 else { return nil }
    func percent(_ part: Double) -> String { "\(Humanised.fixed(part / total * 100, 0)) %" }
    let computing = decode + filter + encode
    let shares =
      "decode \(percent(decode)), filter \(percent(filter)), encode \(percent(encode))"
    let io = percent(read + write)
    switch computing / total {
    case 0.8...:
      return "The work is computing: \(percent(computing)) of the time in stages (\(shares)); "
        + "reading and writing take \(io). Only ways that compute on several cores at once can "
        + "speed it up."
    case ..<0.2:
      return "The work is waiting: reading and writing take \(io) of the time in stages. A lock "
        + "is let go of while waiting, so threads that share one can wait side by side too."
    default:
      return "The work is mixed: \(percent(computing)) of the time in stages is computing "
        + "(\(shares)), \(io) is reading and writing."
    }
  }

  private static func cores(_ series: [ComparisonSeries], _ report: ComparisonReport) -> String? {
    let parts = series.compactMap { entry -> String? in
      guard let arm = entry.widest?.arm, let cores = arm.figures[.effectiveCores] else {
        return nil
      }
      let workers = Humanised.count(arm.setup.workers, "worker")
      return "\(entry.label) \(Humanised.figures(cores.value)) with \(workers)"
    }
    guard !parts.isEmpty else { return nil }
    let available = Humanised.count(report.machine.effectiveCPUs, "CPU")
    return "Cores kept busy on average, of \(available): \(parts.joined(separator: ", "))."
  }
}
