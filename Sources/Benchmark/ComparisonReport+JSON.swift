import Figures
import Measure
import Report

extension ComparisonReport {
  /// The report as `docs/comparison.schema.json` describes it. Null was not measured.
  package var json: JSONValue {
    [
      "schema": .string(ComparisonReport.schema),
      "version": .string(version),
      "command": .array(command.map { .string($0) }),
      "stopped": JSONValue(stopped),
      "machine": machine.json,
      "workload": workload.json,
      "design": design.json,
      "baseline": .string(arms[baseline].label),
      "arms": .array(arms.map(\.json)),
      "scaling": .array(scaling.map { $0.json(arms) }),
      "warnings": .array(
        warnings.map { ["kind": .string($0.kind.rawValue), "message": .string($0.message)] }),
      "notes": .array(notes.map { .string($0) }),
    ]
  }
}

extension MachineFacts {
  fileprivate var json: JSONValue {
    [
      "cpu": JSONValue(cpu), "kernel": JSONValue(kernel), "architecture": JSONValue(architecture),
      "effective_cpus": JSONValue(effectiveCPUs), "memory_bytes": JSONValue(memory),
      "governor": JSONValue(governor), "load_before": .array(loadBefore.map { .number($0) }),
      "online_cpus": .optional(state.onlineCPUs), "allowed_cpus": .optional(state.allowedCPUs),
      "cpu_quota": JSONValue(state.quota),
      "throttled_periods": JSONValue(state.throttledPeriods),
      "others_cores": JSONValue(state.othersCores),
      "frequency_limit": JSONValue(state.frequencyLimit),
    ]
  }
}

extension Workload {
  fileprivate var json: JSONValue {
    [
      "files": JSONValue(files), "input_bytes": .unsigned(inputBytes),
      "output_bytes": JSONValue(outputBytes), "input_pixels": JSONValue(inputPixels),
      "chain": JSONValue(chain), "options": .array(options.map { .string($0) }),
      "output_sha256": JSONValue(outputDigest),
    ]
  }
}

extension Design {
  fileprivate var json: JSONValue {
    [
      "seed": .unsigned(seed), "rounds": JSONValue(rounds),
      "planned_rounds": JSONValue(plannedRounds), "warmups": JSONValue(warmups),
      "cache": .string(cache.rawValue), "confidence": .number(confidence),
      "comparisons": JSONValue(comparisons), "duration_ns": .unsigned(duration),
    ]
  }
}

extension Arm {
  fileprivate var json: JSONValue {
    var figures = JSONObject()
    for figure in Figure.allCases {
      figures[figure.rawValue] = self.figures[figure].map(\.json) ?? .null
    }
    var histograms = JSONObject()
    for (name, histogram) in self.histograms.sorted(by: { $0.key < $1.key }) {
      histograms[name] = RunReport.json(histogram)
    }
    return [
      "label": .string(label), "series": .string(seriesLabel), "mode": .string(setup.mode),
      "workers": JSONValue(setup.workers), "options": setup.optionsJSON,
      "engines": .array(engines.map { .string($0) }),
      "figures": .object(figures),
      "speed_up": speedUp.map(\.ratioJSON) ?? .null,
      "efficiency": efficiency.map(\.ratioJSON) ?? .null,
      "comparison": comparison.map { $0.json(sentence) } ?? .null,
      "histograms": .object(histograms),
      "timeline": timeline.map(\.json) ?? .null,
      "runs": .array(runs.map(\.json)),
    ]
  }
}

extension ArmSetup {
  fileprivate var optionsJSON: JSONValue {
    var object = JSONObject()
    for option in options { object[option.name] = .string(option.value) }
    return .object(object)
  }
}

extension BenchmarkRun {
  fileprivate var json: JSONValue {
    var object: JSONObject = [
      "round": JSONValue(round + 1), "place": JSONValue(place + 1),
      "started_ns": .unsigned(started),
    ]
    for figure in Figure.allCases {
      object[figure.rawValue] = values[figure].map(JSONValue.exact) ?? .null
    }
    return .object(object)
  }
}

extension Estimate {
  fileprivate var json: JSONValue {
    ["median": .exact(value), "interval": interval.map(\.json) ?? .null]
  }

  /// Of paired rounds, under the name that comparisons have for it.
  fileprivate var ratioJSON: JSONValue {
    ["ratio": .exact(value), "interval": interval.map(\.json) ?? .null]
  }
}

extension Interval {
  fileprivate var json: JSONValue { [.exact(lower), .exact(upper)] }
}

extension Comparison {
  fileprivate func json(_ sentence: String?) -> JSONValue {
    [
      "ratio": .number(ratio), "interval": interval.map(\.json) ?? .null,
      "verdict": .string(verdict.rawValue), "sentence": JSONValue(sentence),
      "ratios": .array(ratios.map { .number($0) }),
      "disturbed_rounds": .array(disturbedRounds.map { JSONValue($0 + 1) }),
    ]
  }
}

extension ArmTimeline {
  /// Spans are written as start, end and name, since there are many of them.
  fileprivate var json: JSONValue {
    [
      "wall_ns": .unsigned(wall), "duration_ns": .unsigned(duration),
      "recorded_spans": JSONValue(recordedSpans),
      "tracks": .array(
        tracks.map { track in
          [
            "name": .string(track.name),
            "spans": .array(
              track.spans.map { [.unsigned($0.start), .unsigned($0.end), .string($0.name)] }),
          ]
        }),
      "counters": .array(
        counters.map { counter in
          [
            "name": .string(counter.name),
            "points": .array(counter.points.map { [.unsigned($0.time), .exact($0.value)] }),
          ]
        }),
    ]
  }
}

extension ScalingResult {
  fileprivate func json(_ arms: [Arm]) -> JSONValue {
    [
      "series": .string(seriesLabel), "arms": .array(self.arms.map { .string(arms[$0].label) }),
      "refusal": JSONValue(refusal), "fits": .array(fits.map(\.json)),
    ]
  }
}

extension ScalabilityFit {
  /// Throughputs are jobs per second.
  fileprivate var json: JSONValue {
    func parameter(_ value: Double, _ interval: Interval?) -> JSONValue {
      ["value": .number(value), "interval": interval.map(\.json) ?? .null]
    }
    return [
      "law": .string(law.rawValue),
      "single": parameter(parameters.single, intervals?.single),
      "contention": parameter(parameters.contention, intervals?.contention),
      "coherence": parameter(parameters.coherence, intervals?.coherence),
      "speed_up_limit": JSONValue(parameters.speedUpLimit),
      "peak_workers": JSONValue(parameters.peakWorkers), "r_squared": JSONValue(rSquared),
      "points": .array(
        points.map {
          [
            "workers": JSONValue($0.workers), "measured": .number($0.measured),
            "fitted": .number($0.fitted), "residual": .number($0.residual),
          ]
        }),
    ]
  }
}

extension JSONValue {
  /// Whole numbers as such, as in the other exports.
  fileprivate static func exact(_ value: Double) -> JSONValue {
    Int64(exactly: value).map { .integer($0) } ?? .number(value)
  }

  fileprivate static func optional(_ value: Int?) -> JSONValue {
    value.map { JSONValue($0) } ?? .null
  }
}
