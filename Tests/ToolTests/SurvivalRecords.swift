import Foundation

/// One line of `--json`, as far as these tests look at it.
struct JobRecord: Decodable {
  struct Failure: Decodable, Hashable {
    var kind: String
    var stage: String
    var reason: String
  }

  var status: String
  var input: String
  var output: String
  var failure: Failure?
  /// Nil where nothing was tried.
  var warnings: [String]?
  /// Nanoseconds of the monotonic clock.
  var started: UInt64?

  enum CodingKeys: String, CodingKey {
    case status, input, output, failure, warnings
    case started = "started_ns"
  }

  static func all(in text: String) throws -> [JobRecord] {
    try text.split(separator: "\n").map {
      try JSONDecoder().decode(JobRecord.self, from: Data($0.utf8))
    }
  }
}

/// What `--report` writes, as far as these tests look at it.
struct ReportRecord: Decodable {
  struct Run: Decodable {
    var exitCode: Int
    var threadsAtFork: Int?
    var ioRan: String?
    var ioNote: String?

    enum CodingKeys: String, CodingKey {
      case exitCode = "exit_code"
      case ioRan = "io_ran"
      case ioNote = "io_note"
      case threadsAtFork = "threads_at_fork"
    }
  }

  var runs: [Run]
  var sums: [String: UInt64?]
  var peaks: [String: UInt64?]
  var failures: [FailureRecord]

  struct FailureRecord: Decodable {
    var input: String
    var reason: String
  }

  init(_ text: [UInt8]) throws {
    self = try JSONDecoder().decode(ReportRecord.self, from: Data(text))
  }

  func sum(_ name: String) -> UInt64 { (sums[name] ?? nil) ?? 0 }
}
