// Stands in for rooms that are being built; deleted when they are merged.
import Codecs
import Execution
import Filters
import Memory
import Pipeline
import Pixels
import Synchronization
import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

extension FilterChain {
  package init(parsing text: String) throws(ChainError) {
    self.init([], text: text)
  }
}

package enum FilterCatalogue {
  package static let all: [any Filter.Type] = []
  package static func named(_ name: String) -> (any Filter.Type)? { nil }
  package static func nearest(to name: String) -> String? { nil }
}

package func inspectHeader(
  of bytes: ByteBlock, maxPixels: Int = DecodeOptions.standardMaxPixels
) throws(ImageError) -> ImageHeader {
  throw ImageError(.unknownFormat, "no codec yet")
}

package func openDecoder(
  _ bytes: ByteBlock, _ options: DecodeOptions, _ checkpoint: Checkpoint
) throws(ImageError) -> any ImageDecoder {
  throw ImageError(.unknownFormat, "no codec yet")
}

package struct ExecutionError: Error, Sendable, Hashable, CustomStringConvertible {
  package var reason: String
  package var description: String { reason }
}

package final class StopRequest: Sendable {
  private let level = Atomic<Int>(0)
  package init() {}
  package var isStopping: Bool { level.load(ordering: .relaxed) > 0 }
  package func stop() { level.store(1, ordering: .relaxed) }
  package func cancel() { level.store(2, ordering: .relaxed) }
}

package func runBatch(
  _ jobs: [Job], _ recipe: Recipe, _ settings: ExecutionSettings, stop: StopRequest,
  observer: any BatchObserver, threadsAllowed: () -> Void = {}
) throws(ExecutionError) -> RunFigures {
  threadsAllowed()
  for job in jobs {
    observer.began(job)
    let failure = JobFailure(.file, .read, "cannot open \(job.input.string): no engine yet")
    observer.ended(job, Outcome(job: job.id, failure: failure))
  }
  return RunFigures()
}

package enum EffectiveCPUs {
  package static func count() -> Int { 2 }
}

package enum Terminal {
  package static func isTerminal(_ descriptor: FileDescriptor) -> Bool {
    isatty(descriptor.rawValue) == 1
  }
  package static func width(_ descriptor: FileDescriptor) -> Int? { nil }
}

package enum StopSignals {
  package enum Signal: CaseIterable, Sendable {
    case interrupt, terminate, hangUp
    package var exitCode: CInt { 128 }
  }
  package static func install() throws(Errno) -> FileDescriptor { .standardInput }
  package static func count(of signal: Signal) -> Int { 0 }
  package static var received: Signal? { nil }
}

package final class Thread: Sendable {
  package init(name: String, _ body: @escaping @Sendable () -> Void) throws(Errno) {}
  package func join() {}
}
