import Pipeline

extension WireWriter {
  package mutating func put(_ outcome: Outcome) {
    put(outcome.job)
    put(outcome.failure)
    put(outcome.warnings.count)
    for warning in outcome.warnings { put(warning) }
    for value in [
      outcome.inputBytes, outcome.outputBytes, outcome.inputWidth, outcome.inputHeight,
      outcome.outputWidth, outcome.outputHeight, outcome.workingBytes, outcome.worker,
    ] { put(value) }
    put(outcome.inputSum)
    put(outcome.outputSum)
    for stage in Stage.allCases {
      put(outcome.times[stage].wall)
      put(outcome.times[stage].cpu)
    }
    put(outcome.started)
    put(outcome.finished)
    put(outcome.tally)
  }

  private mutating func put(_ tally: JobTally?) {
    guard let tally else { return put(UInt8(0)) }
    put(UInt8(1))
    put(tally.added)
    put(tally.counts.count)
    for count in tally.counts { put(count) }
  }

  private mutating func put(_ failure: JobFailure?) {
    guard let failure else { return put(UInt8(0)) }
    put(UInt8(1))
    put(failure.kind.rawValue)
    put(failure.stage.rawValue)
    put(failure.reason)
  }
}

extension WireReader {
  package mutating func outcome() throws(WireError) -> Outcome {
    var outcome = Outcome(job: try count())
    outcome.failure = try failure()
    for _ in 0..<(try count()) { outcome.warnings.append(try string()) }
    outcome.inputBytes = try count()
    outcome.outputBytes = try count()
    outcome.inputWidth = try count()
    outcome.inputHeight = try count()
    outcome.outputWidth = try count()
    outcome.outputHeight = try count()
    for (width, height) in [
      (outcome.inputWidth, outcome.inputHeight), (outcome.outputWidth, outcome.outputHeight),
    ] {
      let (pixels, isTooMuch) = width.multipliedReportingOverflow(by: height)
      guard !isTooMuch, pixels <= 1 << 40 else { throw WireError() }
    }
    outcome.workingBytes = try count()
    outcome.worker = try count()
    outcome.inputSum = try word()
    outcome.outputSum = try word()
    for stage in Stage.allCases {
      outcome.times[stage] = StageTimes.Entry(wall: try duration(), cpu: try duration())
    }
    outcome.started = try word()
    outcome.finished = try word()
    // Where the job was not begun, only its end is known.
    guard outcome.started <= outcome.finished else { throw WireError() }
    outcome.tally = try tally()
    return outcome
  }

  private mutating func tally() throws(WireError) -> JobTally? {
    switch try byte() {
    case 0: return nil
    case 1:
      var tally = JobTally(added: UInt64(try count()))
      let levels = try count()
      // No other table has a meaning, and a length off the wire is nothing to reserve memory by.
      guard levels == 0 || levels == Tally.levels else { throw WireError() }
      for _ in 0..<levels { tally.counts.append(UInt64(try count())) }
      return tally
    default: throw WireError()
    }
  }

  private mutating func failure() throws(WireError) -> JobFailure? {
    switch try byte() {
    case 0: return nil
    case 1:
      guard let kind = JobFailure.Kind(rawValue: try string()),
        let stage = Stage(rawValue: try byte())
      else { throw WireError() }
      return JobFailure(kind, stage, try string())
    default: throw WireError()
    }
  }
}
