import Codecs
import Figures
import Pipeline
import Platform
import Report
import SystemPackage

extension Outcome {
  /// The end of a job that is not even begun.
  init(_ hopeless: ProcessPlan.Hopeless) {
    self.init(job: hopeless.job.id, failure: hopeless.failure)
    started = Clock.wall()
    finished = started
  }
}

/// A plan in words.
package enum PlanText {
  /// What a user should know before the work starts.
  package static func remarks(_ plan: ProcessPlan) -> [String] {
    var remarks: [String] = []
    let over = plan.passedOver
    var parts: [String] = []
    func part(_ count: Int, _ thing: String, _ hint: String = "") {
      if count > 0 { parts.append(Humanised.count(count, thing) + hint) }
    }
    part(over.otherFiles, "other file")
    part(over.hidden, "hidden name")
    part(over.folders, "folder", " (--recursive enters them)")
    part(over.linkedFolders, "link", " to folders")
    part(over.specialFiles, "special file")
    if !parts.isEmpty { remarks.append("passed over: " + parts.joined(separator: ", ")) }
    if plan.duplicates > 0 {
      remarks.append("\(Humanised.count(plan.duplicates, "input")) named more than once")
    }
    if !plan.vouched.isEmpty {
      let all = plan.vouched.count + plan.allJobs.count
      remarks.append(
        "resuming: \(Humanised.count(plan.vouched.count)) of \(Humanised.count(all, "file")) done "
          + "before")
    }
    if plan.remade > 0 {
      remarks.append(
        "resuming: \(Humanised.count(plan.remade, "output")) made again: not known to be done, or "
          + "damaged, or of another input, other options or another version")
    }
    if plan.failedElsewhere > 0 {
      remarks.append(
        "\(Humanised.count(plan.failedElsewhere, "file")) that failed before "
          + "\(plan.failedElsewhere == 1 ? "is" : "are") not among the inputs: name the same ones, "
          + "from the same folder")
    }
    if plan.allJobs.isEmpty && !plan.missesAllFailed {
      remarks.append(
        plan.skipped.isEmpty
          ? "nothing to do: no PNG or JPEG files found"
          : "nothing to do: \(Humanised.count(plan.skipped.count, "output")) there already")
    }
    return remarks
  }

  /// Options that say how a format is written which, by the names of the inputs, will not occur.
  package static func ineffective(_ options: ProcessOptions, on plan: ProcessPlan) -> [String] {
    guard options.recipe.format == .same, !plan.jobs.isEmpty else { return [] }
    let names = plan.jobs.compactMap { $0.output.lastComponent }
    func notes(_ given: [String], _ format: ImageFileFormat, _ other: ImageFileFormat) -> [String] {
      let name = format == .jpeg ? "JPEG" : "PNG"
      guard names.allSatisfy({ PictureNames.format(of: $0) == other }) else { return [] }
      return given.map { "note: \($0) has no effect: no input is a \(name), and the format stays" }
    }
    return notes(options.jpegOptions, .jpeg, .png) + notes(options.pngOptions, .png, .jpeg)
  }

  /// What `--dry-run` prints, one line an input.
  package static func lines(_ plan: ProcessPlan) -> [String] {
    plan.jobs.map { "\($0.input.printable) -> \($0.output.printable)" }
      + plan.hopeless.map {
        "fail " + FailureText.line(.init(input: $0.job.input, failure: $0.failure))
      }
      + plan.skipped.map { "skip \($0.input.printable) -> \($0.output.printable)" }
  }

  package static func total(_ plan: ProcessPlan) -> String {
    let fail = plan.hopeless.isEmpty ? "" : ", \(Humanised.count(plan.hopeless.count)) to fail"
    return "\(Humanised.count(plan.jobs.count, "file")) to process "
      + "(\(Humanised.bytes(UInt64(plan.inputBytes)))), "
      + "\(Humanised.count(plan.skipped.count)) to skip\(fail)"
  }

  /// The same for `--json`.
  package static func jsonLines(_ plan: ProcessPlan) -> [String] {
    plan.jobs.map { JobLine.other(.planned, input: $0.input, output: $0.output).line }
      + plan.hopeless.map { JobLine.ended($0.job, Outcome($0)).line }
      + plan.skipped.map { JobLine.other(.skipped, input: $0.input, output: $0.output).line }
  }
}
