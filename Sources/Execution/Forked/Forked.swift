import FileIO
import Pipeline
import Platform

/// Runs the batch in worker processes.
///
/// The fork server comes first, while the process has a single thread; everything that starts
/// threads comes after.
func runForked(
  _ batch: Batch, _ threadsAllowed: () -> Void
) throws(ExecutionError) -> RunFigures {
  let server: ForkServer
  do {
    server = try ForkServer.start { index, channel in
      WorkerProcess(index, channel, batch).run()
    }
  } catch {
    throw ExecutionError(.fork, "cannot fork: \(error)")
  }
  threadsAllowed()
  let wakeup: Wakeup
  do {
    wakeup = try Wakeup()
  } catch {
    throw ExecutionError(.fork, "cannot make an event counter: \(error); try a higher `ulimit -n`")
  }
  let files: CoordinatorFiles?
  do throws(FileError) {
    files = batch.settings.handoff == .path ? nil : try CoordinatorFiles(batch, wakeup)
  } catch {
    throw ExecutionError(.engine, error.description)
  }
  let coordinator = Coordinator(batch, server, wakeup, files)
  var figures = try coordinator.run()
  if let files {
    files.engine.shutdown()
    figures.engine = files.engine.name
    figures.engineNote = files.note
  }
  let usage = server.end()
  figures.workersUser = usage?.user
  figures.workersSystem = usage?.system
  return figures
}
