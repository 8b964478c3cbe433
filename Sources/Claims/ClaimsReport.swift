import Benchmark
import Measure
import Report

/// Everything that `triptych reproduce` found out: the evidence, and what follows from it.
package struct ClaimsReport: Sendable {
  package static let schema = "triptych.reproduce/1"

  /// Of triptych.
  package var version: String
  /// The command line that would measure the same again, seed included.
  package var command: [String]
  package var evidence: Evidence
  /// One for each claim that was to be judged, in order.
  package let judgements: [Judgement]

  /// - Parameter claims: those to be judged; none where an experiment was run that decides none.
  package init(
    version: String, command: [String], evidence: Evidence, claims: [Claim] = Claim.all
  ) {
    self.version = version
    self.command = command
    self.evidence = evidence
    judgements = claims.map { $0.judged(by: evidence) }
  }

  package func count(_ wanted: (ClaimVerdict) -> Bool) -> Int {
    judgements.count { wanted($0.verdict) }
  }

  /// Whether everything that could be shown holds.
  package var isSound: Bool { !judgements.contains { $0.verdict == .fails } }
}

extension ClaimsReport {
  package var json: JSONValue {
    [
      "schema": .string(ClaimsReport.schema), "version": .string(version),
      "command": .array(command.map { .string($0) }),
      "effective_cpus": JSONValue(evidence.effectiveCPUs),
      "seed": .unsigned(evidence.seed),
      "claims": .array(judgements.map(\.json)),
      "evidence": evidence.json,
    ]
  }
}

extension Judgement {
  fileprivate var json: JSONValue {
    [
      "id": .string(claim.id.rawValue), "claim": .string(claim.sentence),
      "run": .string(claim.run), "measured": JSONValue(measured),
      "verdict": .string(verdict.name), "reason": JSONValue(verdict.reason),
      "experiment": .string(claim.experiment), "rule": .string(claim.rule),
      "because": .string(claim.because),
    ]
  }
}

extension Evidence {
  fileprivate var json: JSONValue {
    [
      "own_pictures": .bool(hasOwnPictures),
      "switch_interval_ns": .unsigned(switchInterval),
      "computing": computing.map(\.json) ?? .null,
      "waiting": waiting.map(\.json) ?? .null,
      "overlaps": .array(overlaps.map(\.json)),
      "overlap_others_cores": JSONValue(overlapOthersCores),
      "tallies": .array(tallies.map(\.json)),
      "advice": .array(advice.map(\.json)),
      "convoys": .array(convoys.map(\.json)),
      "pythons": .array(pythons.map(\.json)),
    ]
  }
}

extension OverlapRuns {
  fileprivate var json: JSONValue {
    [
      "mode": .string(mode), "workers": JSONValue(workers),
      "rounds": .array(
        rounds.map {
          [
            "overlap": .number($0.share), "effective_cores": .number($0.cores),
            "switches_per_s": JSONValue($0.switchesPerSecond),
            "handed_over": JSONValue($0.handedOver), "job_cpu_ns": .number($0.jobTime),
          ]
        }),
    ]
  }
}

extension TallyRuns {
  fileprivate var json: JSONValue {
    [
      "mode": .string(mode), "kept": .string(kept), "workers": JSONValue(workers),
      "runs": .array(
        runs.map {
          [
            "counted": .unsigned($0.counted), "expected": .unsigned($0.expected),
            "lost": .unsigned($0.lost),
          ]
        }),
    ]
  }
}

extension ConvoyRun {
  var json: JSONValue {
    [
      "switch_interval_ns": JSONValue(switchInterval), "computing": JSONValue(computing),
      "lateness_ms": .array(lateness.map { .number($0) }),
      "p50_ns": JSONValue(lateness(0.5)), "p90_ns": JSONValue(lateness(0.9)),
      "p99_ns": JSONValue(lateness(0.99)),
    ]
  }
}

extension AdviceCheck {
  fileprivate var json: JSONValue {
    [
      "bottleneck": .string(bottleneck), "driver": .string(driver),
      "advised": .string(advised), "best": .string(best),
      "ratio": .number(ratio.value),
      "interval": ratio.interval.map { [.number($0.lower), .number($0.upper)] } ?? .null,
    ]
  }
}
