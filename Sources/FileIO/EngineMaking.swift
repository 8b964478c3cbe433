import Platform
import SystemPackage

/// Makes the engine that was chosen. Threads and rings start here, so call it after any fork.
/// - Parameters:
///   - depth: operations that can be under way at the same time, at least 1; fewer where the
///     process may not open so many files.
///   - sparing: descriptors that the caller will have open besides, when it has most.
///   - pace: holds operations up, where storage is to be played slow.
/// - Returns: the engine, and, where it is not the best one, why.
/// - Throws: when the engine asked for by name cannot be had.
package func makeEngine(
  _ choice: EngineChoice, depth: Int, sparing: Int = 0, pace: Pace? = nil
) throws(FileError) -> (engine: any FileEngine, note: String?) {
  switch choice {
  case .blocking: return (BlockingEngine(pace: pace), nil)
  case .null: return (NullEngine(pace: pace), nil)
  case .pool: return (try pool(depth, sparing, pace), nil)
  case .uring: return (try URingEngine(depth: affordable(depth, sparing), pace: pace), nil)
  case .auto:
    do throws(FileError) {
      return (try URingEngine(depth: affordable(depth, sparing), pace: pace), nil)
    } catch {
      let reason = URingEngine.explanation(of: error.errno)
      let pool = try pool(depth, sparing, pace)
      return (pool, "no io_uring: \(reason); a pool of threads does the I/O")
    }
  }
}

/// A pool that lets as many operations overlap as a ring of that depth would.
private func pool(_ depth: Int, _ sparing: Int, _ pace: Pace?) throws(FileError) -> PoolEngine {
  try PoolEngine(threads: affordable(max(4, depth), sparing), pace: pace)
}

/// As many operations of `depth` as the process may open files for.
private func affordable(_ depth: Int, _ sparing: Int) -> Int {
  guard let spare = spareDescriptors() else { return depth }
  // An operation has a file and its directory open, and the directory twice while it is synced.
  return max(1, min(depth, (spare - sparing) / 3))
}

/// Descriptors that this process may still open, less some for whoever opens one now and then; may
/// be negative. Nil where there is no limit.
package func spareDescriptors() -> Int? {
  Faults.aside {
    guard let limit = Sys.descriptorLimit() else { return nil }
    return limit - (Sys.descriptorCount() ?? 16) - 28
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
