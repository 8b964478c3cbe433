import Figures
import Pipeline
import Report

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
    if plan.jobs.isEmpty {
      remarks.append(
        plan.skipped.isEmpty
          ? "nothing to do: no PNG or JPEG files found"
          : "nothing to do: \(Humanised.count(plan.skipped.count, "output")) there already")
    }
    return remarks
  }

  /// What `--dry-run` prints, one line an input.
  package static func lines(_ plan: ProcessPlan) -> [String] {
    plan.jobs.map { "\($0.input.printable) -> \($0.output.printable)" }
      + plan.skipped.map { "skip \($0.input.printable) -> \($0.output.printable)" }
  }

  package static func total(_ plan: ProcessPlan) -> String {
    "\(Humanised.count(plan.jobs.count, "file")) to process "
      + "(\(Humanised.bytes(UInt64(plan.inputBytes)))), "
      + "\(Humanised.count(plan.skipped.count)) to skip"
  }

  /// The same for `--json`.
  package static func jsonLines(_ plan: ProcessPlan) -> [String] {
    plan.jobs.map { JobLine.other(.planned, input: $0.input, output: $0.output).line }
      + plan.skipped.map { JobLine.other(.skipped, input: $0.input, output: $0.output).line }
  }
}
