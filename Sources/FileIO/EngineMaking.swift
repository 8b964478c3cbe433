import Platform
import SystemPackage

/// Makes the engine that was chosen. Threads and rings start here, so call it after any fork.
/// - Parameter depth: operations that can be under way at the same time, at least 1.
/// - Returns: the engine, and, where it is not the best one, why.
/// - Throws: when the engine asked for by name cannot be had.
package func makeEngine(
  _ choice: EngineChoice, depth: Int, throttle: Throttle? = nil
) throws(FileError) -> (engine: any FileEngine, note: String?) {
  switch choice {
  case .blocking: return (BlockingEngine(throttle: throttle), nil)
  case .null: return (NullEngine(throttle: throttle), nil)
  case .pool: return (try pool(depth, throttle), nil)
  case .uring: return (try URingEngine(depth: depth, throttle: throttle), nil)
  case .auto:
    do throws(FileError) {
      return (try URingEngine(depth: depth, throttle: throttle), nil)
    } catch {
      let reason = URingEngine.explanation(of: error.errno)
      return (try pool(depth, throttle), "no io_uring: \(reason); a pool of threads does the I/O")
    }
  }
}

/// A pool that lets as many operations overlap as a ring of that depth would.
private func pool(_ depth: Int, _ throttle: Throttle?) throws(FileError) -> PoolEngine {
  try PoolEngine(threads: max(4, depth), throttle: throttle)
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
