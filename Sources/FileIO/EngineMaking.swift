import Platform
import SystemPackage

/// Makes the engine that was chosen. Threads and rings start here, so call it after any fork.
/// - Parameters:
///   - depth: operations that can be under way at the same time, at least 1; fewer where the process may
///     not open so many files.
///   - pace: holds operations up, where storage is to be played slow.
/// - Returns: the engine, and, where it is not the best one, why.
/// - Throws: when the engine asked for by name cannot be had.
package func makeEngine(
  _ choice: EngineChoice, depth: Int, pace: Pace? = nil
) throws(FileError) -> (engine: any FileEngine, note: String?) {
  switch choice {
  case .blocking: return (BlockingEngine(pace: pace), nil)
  case .null: return (NullEngine(pace: pace), nil)
  case .pool: return (try pool(depth, pace), nil)
  case .uring: return (try URingEngine(depth: affordable(depth), pace: pace), nil)
  case .auto:
    do throws(FileError) {
      return (try URingEngine(depth: affordable(depth), pace: pace), nil)
    } catch {
      let reason = URingEngine.explanation(of: error.errno)
      return (try pool(depth, pace), "no io_uring: \(reason); a pool of threads does the I/O")
    }
  }
}

/// A pool that lets as many operations overlap as a ring of that depth would.
private func pool(_ depth: Int, _ pace: Pace?) throws(FileError) -> PoolEngine {
  try PoolEngine(threads: affordable(max(4, depth)), pace: pace)
}

/// As many operations of `depth` as the process may open files for.
private func affordable(_ depth: Int) -> Int {
  Faults.aside {
    guard let limit = Sys.descriptorLimit() else { return depth }
    // An operation has a file and its directory open, and the directory twice while it is synced.
    // Some are left for whoever else opens something: shared memory that is handed over is a file, too.
    let free = limit - (Sys.descriptorCount() ?? 16) - 28
    return max(1, min(depth, free / 3))
  }
}

/// Presses everything written below the directories onto storage, each file system once.
package func syncAll(directories: [FilePath]) throws(FileError) {
  var synced: Set<UInt64> = []
  for directory in directories {
    do throws(Errno) {
      let descriptor = try Sys.open(directory, .directory)
      let device = try Sys.status(descriptor.borrowed).device
      if synced.insert(device).inserted { try Sys.syncfs(descriptor.borrowed) }
    } catch {
      throw FileError(.sync, directory, error)
    }
  }
}
