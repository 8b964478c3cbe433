import CCodecShims
import Pixels

/// Turns what the C shims report into errors, as the damage policy asks.
///
/// Borrowed from the reader or writer whose report it looks at.
@safe
struct Verdicts {
  /// The library's name, for messages.
  let library: String
  let policy: DamagePolicy
  let report: OpaquePointer
  /// Knows why work was stopped, where it can be.
  private let bridge: CheckpointBridge?

  @unsafe
  init(
    _ library: String, _ policy: DamagePolicy, _ report: OpaquePointer,
    _ bridge: CheckpointBridge? = nil
  ) {
    self.library = library
    self.policy = policy
    unsafe self.report = report
    self.bridge = bridge
  }

  /// Goes on quietly, or throws what `outcome` or a warning means.
  @inline(__always)
  func settle(_ outcome: tri_outcome) throws(ImageError) {
    if outcome == .ok, unsafe tri_report_warning_count(report) == 0 { return }
    try judge(outcome)
  }

  @inline(never)
  private func judge(_ outcome: tri_outcome) throws(ImageError) {
    if let failure = failure(outcome) { throw failure }
    switch policy {
    case .accept:
      return
    case .standard:
      guard let damage else { return }
      throw ImageError(
        .damaged,
        "pixel data is missing or damaged (\(library): \(damage)); "
          + "process --accept-damaged keeps what can be decoded")
    case .strict:
      guard let warning = warnings.first else { return }
      throw ImageError(.warned, "\(library) warns: \(warning); --strict refuses that")
    }
  }

  /// The error that an outcome stands for, nil when it is no failure.
  func failure(_ outcome: tri_outcome) -> ImageError? {
    switch outcome {
    case .ok: nil
    case .corrupt: ImageError(.corrupt, "\(library) refuses it: \(errorText)")
    case .unsupported: ImageError(.unsupported, "\(library) has no support for it: \(errorText)")
    case .tooLarge: ImageError(.tooLarge, "\(library) refuses it: \(errorText)")
    case .noMemory:
      ImageError(.outOfMemory, "\(library) ran out of memory (\(errorText)); try fewer workers")
    case .stopped: bridge?.refusal ?? .interrupted
    }
  }

  /// The library's last error.
  var errorText: String {
    let text = unsafe String(cString: tri_report_error(report))
    // libpng puts the bytes first that it found where the name of a chunk should be, in brackets.
    return text.hasSuffix(": invalid chunk type")
      ? "the data goes astray: what should be the name of a chunk is none" : text
  }

  /// The first warning about pixel data.
  var damage: String? {
    guard let text = unsafe tri_report_damage(report) else { return nil }
    return unsafe String(cString: text)
  }

  var warnings: [String] {
    let count = unsafe tri_report_warning_count(report)
    return (0..<count).map { index in
      unsafe String(cString: tri_report_warning(report, index))
    }
  }
}
