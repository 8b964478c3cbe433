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
  let confinement = Confinement(batch)
  do {
    server = try ForkServer.start(
      inheriting: confinement.descriptors, until: batch.stop
    ) { index, channel in
      WorkerProcess(index, channel, batch, confinement).run()
    }
  } catch {
    throw ExecutionError(startingProcess: error)
  }
  batch.sampler.add(server.process)
  var figures: RunFigures
  do throws(ExecutionError) {
    figures = try coordinate(batch, server, confinement, threadsAllowed)
  } catch {
    _ = server.end()
    throw error
  }
  let serverPeak = ResourceUsage.highWater(ofProcess: server.process)
  let serverDelay = SchedulerFigures.of(thread: server.process, in: server.process)?.waiting
  batch.sampler.remove(server.process)
  let usage = server.end()
  figures.workersUser = usage?.user
  figures.workersSystem = usage?.system
  // Of a server that was killed, they may be read just before it is gone, or just after.
  let wasKilled = usage == nil
  figures.workersPeakResident = known(
    figures.workersPeakResident, and: wasKilled ? nil : serverPeak)
  figures.workersRunQueueDelay = known(
    figures.workersRunQueueDelay, and: wasKilled ? nil : serverDelay)
  return figures
}

/// Runs the coordinator, with an I/O engine of its own where the hand-off wants one.
private func coordinate(
  _ batch: Batch, _ server: ForkServer, _ confinement: Confinement, _ threadsAllowed: () -> Void
) throws(ExecutionError) -> RunFigures {
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
  defer { files?.engine.shutdown() }
  let coordinator = Coordinator(
    batch, server, wakeup, files, mostBytes: confinement.workerMemory)
  // Workers come into being while this process starts its own threads.
  coordinator.askForCrew()
  threadsAllowed()
  var figures = try coordinator.run()
  if let files { figures.tell(of: files.engine, files.note) }
  return figures
}
