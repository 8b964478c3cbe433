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
    for stage in Stage.allCases {
      put(outcome.times[stage].wall)
      put(outcome.times[stage].cpu)
    }
    put(outcome.started)
    put(outcome.finished)
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
    outcome.workingBytes = try count()
    outcome.worker = try count()
    for stage in Stage.allCases {
      outcome.times[stage] = StageTimes.Entry(wall: try word(), cpu: try word())
    }
    outcome.started = try word()
    outcome.finished = try word()
    return outcome
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
