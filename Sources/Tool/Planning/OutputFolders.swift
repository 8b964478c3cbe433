import Execution
import FileIO
import Pipeline
import SystemPackage

/// The folders that outputs need, made before the work starts.
enum OutputFolders {
  /// Makes them, and gives up the jobs whose folder cannot be made: a folder that is read-only, or
  /// would be reached by a link, costs the files that would go there.
  ///
  /// - Parameter writing: whether outputs are to be written, and not only made.
  /// - Throws: where the output folder itself cannot be made, or nothing can be written to it, or
  ///   the disk is full or broken: no file would fare better.
  static func create(
    for plan: inout ProcessPlan, below path: FilePath, writing: Bool
  ) throws(FileError) {
    if plan.jobs.isEmpty { return }
    try FolderListing.create(path)
    let root = try OutputRoot(path)
    var refused: [FilePath: FileError] = [:]
    let wanted = Set(plan.jobs.map { $0.output.removingLastComponent() })
    for folder in wanted {
      do throws(FileError) {
        try root.makeFolder(folder, writing: writing)
      } catch {
        if error.isEnvironmental { throw error }
        refused[folder] = error
      }
    }
    // Where nothing can be written at all, it is no fault of the files.
    if let error = refused.values.first(where: { $0.isReadOnly || $0.isForbidden }),
      refused.count == wanted.count
    {
      throw error
    }
    plan.giveUp { job in
      refused[job.output.removingLastComponent()].map { JobFailure($0, .write) }
    }
  }
}
