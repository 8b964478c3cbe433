import Figures

extension RunReport {
  /// The report as `docs/report.schema.json` describes it. Names are in alphabetical order. What is
  /// derived (means, percentiles) is there for readers and is worked out again after merging.
  package var json: JSONValue {
    [
      "schema": .string(RunReport.schema),
      "runs": .array(runs),
      "sums": RunReport.object(sums) { JSONValue($0.value) },
      "peaks": RunReport.object(peaks) { JSONValue($0.value) },
      "stages": RunReport.object(stages) {
        ["wall_ns": .unsigned($0.wall), "cpu_ns": JSONValue($0.cpu)]
      },
      "histograms": RunReport.object(histograms, RunReport.json),
      "failures": .array(failures),
      "notes": .array(notes.map { .string($0) }),
    ]
  }

  private static func object<Value>(
    _ values: [String: Value], _ json: (Value) -> JSONValue
  ) -> JSONValue {
    var object = JSONObject()
    for (name, value) in values.sorted(by: { $0.key < $1.key }) { object[name] = json(value) }
    return .object(object)
  }

  /// Buckets are written as pairs of index and count, since most of them are empty.
  package static func json(_ histogram: Histogram) -> JSONValue {
    [
      "count": .unsigned(histogram.count),
      "total": .unsigned(histogram.total),
      "maximum": .unsigned(histogram.maximum),
      "buckets": .array(
        histogram.buckets.enumerated().filter { $0.element > 0 }.map { index, count in
          [.unsigned(UInt64(index)), .unsigned(count)]
        }),
      "derived": [
        "mean": JSONValue(histogram.mean),
        "p50": JSONValue(histogram.quantile(0.5)),
        "p90": JSONValue(histogram.quantile(0.9)),
        "p99": JSONValue(histogram.quantile(0.99)),
      ],
    ]
  }
}
