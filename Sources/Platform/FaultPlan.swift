import SystemPackage

/// Which system calls are to go wrong, when, and how. It counts calls as they pass.
///
/// Written as in `write:ENOSPC@3,read:short@2,open:EMFILE@1/5`: a call, what happens to it, and
/// from which one on. `@3` is the third call of that name only; `@1/5` the first and every fifth
/// after it; without `@` it is every call. Only calls count that this can happen to: one that moves
/// no bytes cannot move fewer.
package final class FaultPlan: Sendable {
  package enum Effect: Sendable, Hashable {
    /// The call is not made, and fails so.
    case fail(Errno)
    /// The call is made, but moves about half of the bytes asked for.
    case short
    /// Of completions only: it comes after others that were there later.
    case late
  }

  /// What can happen to a call besides failing.
  package struct Others: OptionSet, Sendable {
    package static let short = Others(rawValue: 1)
    package static let late = Others(rawValue: 2)
    package let rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }
  }

  package struct Rule: Sendable, Hashable {
    package var call: Sys.Call
    package var effect: Effect
    /// Number of the first call hit, counted from 1.
    package var first: Int
    /// Calls from one hit to the next; nil hits once.
    package var period: Int?

    package init(_ call: Sys.Call, _ effect: Effect, first: Int = 1, period: Int? = nil) {
      self.call = call
      self.effect = effect
      self.first = first
      self.period = period
    }

    func hits(_ number: Int) -> Bool {
      guard let period else { return number == first }
      return number >= first && (number - first).isMultiple(of: max(period, 1))
    }
  }

  private struct Counters {
    var calls: [Sys.Call: Int] = [:]
    var hits: [Sys.Call: Int] = [:]
    /// By rule: the calls that could be hit.
    var met: [Int]
  }

  private let rules: [Rule]
  private let counters: Guarded<Counters>

  package init(_ rules: [Rule]) {
    self.rules = rules
    counters = Guarded(Counters(met: Array(repeating: 0, count: rules.count)))
  }

  package convenience init(_ call: Sys.Call, _ effect: Effect, first: Int = 1, period: Int? = nil) {
    self.init([Rule(call, effect, first: first, period: period)])
  }

  /// How many calls of that name were made to go wrong so far.
  package func hits(of call: Sys.Call) -> Int { counters.withLock { $0.hits[call] ?? 0 } }

  /// How many calls of that name passed so far, wrong or right.
  package func calls(of call: Sys.Call) -> Int { counters.withLock { $0.calls[call] ?? 0 } }

  /// Counts one call and says what is to happen to it.
  func strike(_ call: Sys.Call, _ others: Others) -> Effect? {
    counters.withLock { counters in
      counters.calls[call, default: 0] += 1
      var effect: Effect?
      for (index, rule) in rules.enumerated()
      where rule.call == call && rule.effect.isPossible(others) {
        counters.met[index] += 1
        if effect == nil, rule.hits(counters.met[index]) { effect = rule.effect }
      }
      if effect != nil { counters.hits[call, default: 0] += 1 }
      return effect
    }
  }
}

extension FaultPlan {
  package struct SyntaxError: Error, CustomStringConvertible {
    package var rule: String
    package var description: String {
      "bad fault rule “\(rule)”: expected CALL:ERROR@N or CALL:short@N/EVERY, as in "
        + "write:ENOSPC@3"
    }
  }

  /// Reads the notation above.
  package convenience init(parsing text: String) throws(SyntaxError) {
    var rules: [Rule] = []
    for part in text.split(separator: ",") {
      guard let rule = Rule(parsing: part) else { throw SyntaxError(rule: String(part)) }
      rules.append(rule)
    }
    self.init(rules)
  }
}

extension FaultPlan.Rule {
  fileprivate init?(parsing text: Substring) {
    let halves = text.split(separator: ":", omittingEmptySubsequences: false)
    guard halves.count == 2, let call = Sys.Call(rawValue: String(halves[0])) else { return nil }
    let words = halves[1].split(separator: "@", omittingEmptySubsequences: false)
    guard words.count <= 2, let effect = FaultPlan.Effect(parsing: words[0]) else { return nil }
    guard words.count == 2 else {
      self.init(call, effect, first: 1, period: 1)
      return
    }
    let numbers = words[1].split(separator: "/", omittingEmptySubsequences: false)
    guard let first = Int(numbers[0]), first > 0, numbers.count <= 2 else { return nil }
    var period: Int?
    if numbers.count == 2 {
      guard let every = Int(numbers[1]), every > 0 else { return nil }
      period = every
    }
    self.init(call, effect, first: first, period: period)
  }
}

extension FaultPlan.Effect {
  private static let names: [String: Errno] = [
    "EACCES": .permissionDenied, "EAGAIN": .resourceTemporarilyUnavailable,
    "EBUSY": .resourceBusy, "ECANCELED": .canceled, "ECHILD": .noChildProcess,
    "ECONNRESET": .connectionReset, "EDQUOT": .diskQuotaExceeded, "EEXIST": .fileExists,
    "EFBIG": .fileTooLarge, "EINTR": .interrupted, "EINVAL": .invalidArgument, "EIO": .ioError,
    "EISDIR": .isDirectory,
    "ELOOP": .tooManySymbolicLinkLevels, "EMFILE": .tooManyOpenFiles, "EMLINK": .tooManyLinks,
    "ENAMETOOLONG": .fileNameTooLong, "ENFILE": .tooManyOpenFilesInSystem,
    "ENOBUFS": .noBufferSpace, "ENOLCK": .noLocks, "ENOENT": .noSuchFileOrDirectory,
    "ENOMEM": .noMemory, "ENOSPC": .noSpace,
    "ENOSYS": .noFunction, "ENOTDIR": .notDirectory, "EOPNOTSUPP": .notSupportedOnSocket,
    "EPERM": .notPermitted, "EPIPE": .brokenPipe, "EROFS": .readOnlyFileSystem,
    "ESRCH": .noSuchProcess, "ESTALE": .staleNFSFileHandle, "EXDEV": .improperLink,
  ]

  fileprivate func isPossible(_ others: FaultPlan.Others) -> Bool {
    switch self {
    case .fail: true
    case .short: others.contains(.short)
    case .late: others.contains(.late)
    }
  }

  /// As plans spell it; nil for an error that has no name here.
  package var name: String? {
    switch self {
    case .short: "short"
    case .late: "late"
    case .fail(let errno): Self.names.first { $0.value == errno }?.key
    }
  }

  fileprivate init?(parsing text: Substring) {
    if text == "short" {
      self = .short
    } else if text == "late" {
      self = .late
    } else if let errno = Self.names[String(text)] {
      self = .fail(errno)
    } else {
      return nil
    }
  }
}
