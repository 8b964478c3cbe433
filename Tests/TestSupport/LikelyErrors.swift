import Platform
import SystemPackage

extension Sys.Call {
  /// What the call's manual page says it may fail with, for reasons other than misuse, and what is
  /// known of file systems beyond that.
  package var likelyErrors: [Errno] {
    switch self {
    case .open:
      Self.ofPaths + Self.ofDescriptors + Self.ofSpace
        + [.interrupted, .notSupportedOnSocket, .isDirectory, .invalidArgument, .fileExists]
        + [.resourceBusy, .staleNFSFileHandle]
    case .openat2: Self.ofPaths + Self.ofDescriptors + [.noFunction, .improperLink, .interrupted]
    case .prctl, .setrlimit: [.invalidArgument, .notPermitted]
    case .seccomp: [.noFunction, .invalidArgument, .noMemory, .permissionDenied, .resourceBusy]
    case .landlock: [.noFunction, .notSupportedOnSocket, .noMemory, .notPermitted]
    case .stat: Self.ofPaths + [.interrupted, .staleNFSFileHandle]
    case .read:
      [.ioError, .interrupted, .resourceTemporarilyUnavailable, .isDirectory, .invalidArgument]
        + [.noMemory, .staleNFSFileHandle]
    case .write:
      Self.ofSpace + [.ioError, .interrupted, .fileTooLarge, .notPermitted, .invalidArgument]
        + [.noMemory, .resourceTemporarilyUnavailable]
    case .fsync, .syncfs:
      Self.ofSpace + [.ioError, .interrupted, .invalidArgument, .readOnlyFileSystem]
    case .link:
      Self.ofPaths + Self.ofSpace
        + [.fileExists, .improperLink, .tooManyLinks, .invalidArgument, .notSupportedOnSocket]
    case .rename:
      Self.ofPaths + Self.ofSpace
        + [.fileExists, .improperLink, .resourceBusy, .invalidArgument, .isDirectory, .noFunction]
    case .unlink: Self.ofPaths + [.resourceBusy, .isDirectory]
    case .mkdir: Self.ofPaths + Self.ofSpace + [.fileExists, .tooManyLinks]
    case .rmdir: Self.ofPaths + [.resourceBusy]
    case .list: [.ioError, .noSuchFileOrDirectory, .interrupted]
    case .close: [.ioError, .interrupted, .noSpace, .diskQuotaExceeded]
    case .memfd: Self.ofDescriptors + [.noMemory]
    case .truncate: [.ioError, .notPermitted, .fileTooLarge, .invalidArgument, .interrupted]
    case .mmap: [.noMemory, .resourceTemporarilyUnavailable, .notPermitted]
    case .mincore, .fadvise: [.noMemory, .resourceTemporarilyUnavailable, .invalidArgument]
    case .fork, .spawn: [.resourceTemporarilyUnavailable, .noMemory, .noFunction]
    case .pidfd: Self.ofDescriptors + [.noMemory, .noFunction]
    case .wait: [.noChildProcess, .interrupted]
    case .kill: [.notPermitted, .noSuchProcess]
    case .socketpair, .eventfd: Self.ofDescriptors + [.noMemory]
    case .send: [.brokenPipe, .connectionReset, .noBufferSpace, .noMemory, .interrupted]
    case .receive: [.connectionReset, .noMemory, .interrupted]
    case .poll: [.noMemory, .interrupted]
    case .thread: [.resourceTemporarilyUnavailable]
    case .lock: [.noLocks, .resourceTemporarilyUnavailable, .permissionDenied, .interrupted]
    case .say: [.noSpace, .ioError, .brokenPipe, .interrupted]
    case .ringSetup: Self.ofDescriptors + [.noMemory, .notPermitted, .noFunction]
    case .ringEnter:
      [.interrupted, .resourceTemporarilyUnavailable, .resourceBusy, .noMemory]
        + [.ioError, .notPermitted, .invalidArgument]
    case .ringAnswer:
      [.interrupted, .resourceTemporarilyUnavailable, .canceled, .ioError, .noSpace, .noMemory]
        + [.permissionDenied]
    }
  }

  /// What may happen to the call besides failing.
  package var otherEffects: [FaultPlan.Effect] {
    switch self {
    case .read, .write, .send, .receive, .say: [.short]
    case .ringAnswer: [.short, .late]
    default: []
    }
  }

  /// Everything that may happen to the call.
  package var effects: [FaultPlan.Effect] { likelyErrors.map { .fail($0) } + otherEffects }

  private static let ofPaths: [Errno] = [
    .permissionDenied, .ioError, .tooManySymbolicLinkLevels, .fileNameTooLong,
    .noSuchFileOrDirectory, .noMemory, .notDirectory, .notPermitted, .readOnlyFileSystem,
  ]
  private static let ofSpace: [Errno] = [.noSpace, .diskQuotaExceeded]
  private static let ofDescriptors: [Errno] = [.tooManyOpenFiles, .tooManyOpenFilesInSystem]
}

extension FaultPlan.Effect {
  /// Whether the call is to be made again, or its work to be done otherwise, so that nobody
  /// notices.
  package func isHarmless(to call: Sys.Call) -> Bool {
    switch (self, call) {
    case (.short, _), (.late, _), (.fail(.interrupted), _): true
    case (.fail, .ringEnter), (.fail, .close): true
    case (.fail(let errno), .ringAnswer):
      errno == .resourceTemporarilyUnavailable || errno == .canceled
    default: false
    }
  }
}
