import Execution
import Pipeline
import SystemPackage

/// Everything that `process` was asked to do: checked, with defaults filled in, and independent of
/// how it was written. Nothing here depends on the machine except the numbers of workers and bytes,
/// which are resolved.
package struct ProcessOptions: Sendable {
  /// Where a list of input names comes from.
  package enum ListSource: Sendable, Hashable {
    case standardInput
    case file(FilePath)
  }

  package var inputs: [FilePath] = []
  package var recursive = false
  package var list: ListSource?
  /// Names in the list end in zero bytes instead of line ends.
  package var nulls = false

  package var output: FilePath
  package var ifExists = IfExists.error
  /// Go on where a run that was cut short left off.
  package var resume = false
  /// Resuming, read files to know them again.
  package var checkContent = false
  /// A report whose failures are all that is to be done.
  package var retryFailed: FilePath?
  package var recipe = Recipe()
  package var execution = ExecutionSettings()
  /// Which of these settings are to be chosen for the files at hand.
  package var automatic = AutomaticChoice()
  /// What the options asked for that has no effect together with the others.
  package var notes: [String] = []
  /// Options given that matter for JPEG, and for PNG, output only.
  package var jpegOptions: [String] = []
  package var pngOptions: [String] = []

  package var dryRun = false
  package var json = false
  package var report: ReportTarget?
  package var trace: ReportTarget?
  package var quiet = false

  package init(output: FilePath) { self.output = output }
}
