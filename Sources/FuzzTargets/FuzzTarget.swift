/// A part of the tool that reads what others wrote, to be given bytes that mean harm.
///
/// Bytes may be refused. They must not make anything crash, hang or take memory without bound, and
/// what is accepted must survive being written and read again: `run` traps otherwise.
package enum FuzzTarget: String, Sendable, CaseIterable {
  case png
  case jpeg
  /// A picture and what is done with it, from the file to the output.
  case job
  /// EXIF and ICC data, as they come out of a picture.
  case metadata
  /// The text behind `--filters`.
  case chain
  /// What a worker says to the coordinator, and the other way round.
  case wire
  /// Reports and traces, which are JSON.
  case report
  case journal
  /// What worker processes recorded, in memory that they can write anything into.
  case spans

  package func run(_ bytes: [UInt8]) {
    switch self {
    case .png, .jpeg: decode(bytes)
    case .job: runJob(bytes)
    case .metadata: readMetadata(bytes)
    case .chain: parseChain(bytes)
    case .wire: readMessages(bytes)
    case .report: readReport(bytes)
    case .journal: readJournal(bytes)
    case .spans: readSpans(bytes)
    }
  }
}
