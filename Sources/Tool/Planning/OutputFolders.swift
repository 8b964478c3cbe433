import Execution
import FileIO
import Pipeline
import Platform
import SystemPackage

/// The folders that outputs need, made before the work starts.
enum OutputFolders {
  /// Makes them, and gives up the jobs whose folder cannot be made or written to: a folder that is
  /// read-only or forbidden, or would be reached by a link, costs the files that would go there.
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
    let wanted = folders(of: plan)
    for folder in wanted {
      do throws(FileError) {
        try root.makeFolder(folder, writing: writing)
      } catch {
        if error.isEnvironmental { throw error }
        refused[folder] = error
      }
    }
    // Where nothing can be written at all, it is no fault of the files.
    if refused.count == wanted.count {
      if let error = refused.values.first(where: \.isReadOnly) { throw error }
      if refused.values.contains(where: \.isForbidden) {
        try root.makeFolder(path, writing: writing)
      }
    }
    giveUp(refused, in: &plan)
  }

  /// Gives up the jobs for whose outputs `create` would find no place, as far as that can be told
  /// without making anything.
  static func foresee(for plan: inout ProcessPlan) {
    var refused: [FilePath: FileError] = [:]
    for folder in folders(of: plan) {
      do throws(FileError) {
        try checkPlace(for: folder)
      } catch {
        refused[folder] = error
      }
    }
    giveUp(refused, in: &plan)
  }

  private static func folders(of plan: ProcessPlan) -> Set<FilePath> {
    Set(plan.jobs.map { $0.output.removingLastComponent() })
  }

  private static func giveUp(_ refused: [FilePath: FileError], in plan: inout ProcessPlan) {
    plan.giveUp { job in
      refused[job.output.removingLastComponent()].map { JobFailure($0, .write) }
    }
  }

  /// - Throws: where neither a folder nor, if it is not there, what it would be made in can be
  ///   written to.
  private static func checkPlace(for folder: FilePath) throws(FileError) {
    var place = folder
    while true {
      do throws(Errno) {
        let folder = try Sys.open(place.isEmpty ? "." : place, .place)
        return try Sys.checkWritable(folder.borrowed)
      } catch .noSuchFileOrDirectory where !place.components.isEmpty {
        place.removeLastComponent()
      } catch {
        throw FileError(.write, place, error)
      }
    }
  }
}
