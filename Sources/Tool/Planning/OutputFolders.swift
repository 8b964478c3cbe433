import FileIO
import Pipeline
import SystemPackage

/// The folders that outputs need, made before the work starts, so that a place where nothing can
/// be written is found first and not a thousand times.
enum OutputFolders {
  static func create(for jobs: [Job]) throws(FileError) {
    var made: Set<FilePath> = []
    for job in jobs where made.insert(job.output.removingLastComponent()).inserted {
      try FolderListing.create(job.output.removingLastComponent())
    }
  }
}
