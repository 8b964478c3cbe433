import Execution
import FileIO
import Pipeline
import Platform
import SystemPackage
import TestSupport
import Testing

/// When a failure to write is the output folder's, and not the picture's.
@Suite struct OutputTroubleTests {
  private final class Listener: BatchObserver {
    let kinds = Guarded<[JobFailure.Kind?]>([])
    func began(_ job: Job) {}
    func ended(_ job: Job, _ outcome: Outcome) {
      kinds.withLock { $0.append(outcome.failure?.kind) }
    }
  }

  /// What becomes of failures when the folder is as it is now.
  private func kinds(
    _ root: OutputRoot, afterwards: () throws -> Void = {}
  ) throws -> ([JobFailure.Kind?], isStopping: Bool) {
    let listener = Listener()
    let stop = StopRequest()
    let reporter = Reporter(listener, stop: stop, failFast: false, root: root)
    try afterwards()
    let job = Job(
      id: 0, input: "a", output: root.path.appending("a"), replace: false, inputBytes: 1)
    for (kind, stage) in [(JobFailure.Kind.file, Stage.read), (.picture, .decode), (.file, .write)]
    {
      reporter.ended(job, Outcome(job: 0, failure: JobFailure(kind, stage, "planted")))
    }
    return (listener.kinds.withLock(\.self), stop.isStopping)
  }

  @Test(.enabled(if: SmallDisk.isPossible, "a small file system can be mounted by root only"))
  func aFolderThatTurnsReadOnlyIsTheMachines() throws {
    let folder = try TemporaryFolder()
    let disk = try SmallDisk(kilobytes: 64, at: folder.appending("disk"))
    let root = try OutputRoot(disk.path)
    #expect(root.trouble == nil)
    let (before, isStopping) = try kinds(root)
    #expect(before == [.file, .picture, .file])
    #expect(!isStopping)
    let (after, isStopped) = try kinds(root) { try disk.makeReadOnly() }
    #expect(after == [.file, .picture, .environment])
    #expect(isStopped)
    #expect(root.trouble?.contains("can no longer be written to: Read-only") == true)
    // Where that was so before, only folders below it are written to.
    let (still, isStoppedToo) = try kinds(root)
    #expect(still == [.file, .picture, .file])
    #expect(!isStoppedToo)
    withExtendedLifetime(disk) {}
  }

  @Test func aFolderThatIsRemovedIsGone() throws {
    let folder = try TemporaryFolder()
    let path = folder.appending("out")
    try Files.createFolder(path)
    let root = try OutputRoot(path)
    #expect(root.trouble == nil)
    Files.remove(path)
    #expect(root.trouble == "the output folder \(path.string) is gone")
  }
}
