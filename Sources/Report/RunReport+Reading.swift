import Figures

extension RunReport {
  /// Reads back what `json` wrote. What is derived is not looked at.
  /// - Throws: for another schema, for parts that are missing, of the wrong kind or contradict each
  ///   other.
  package init(json: JSONValue) throws(ReportError) {
    self.init()
    guard json["schema"]?.asString == RunReport.schema else {
      throw ReportError("schema", "is not \(RunReport.schema)")
    }
    runs = try RunReport.list("runs", in: json)
    sums = try RunReport.members("sums", in: json, RunReport.sum)
    peaks = try RunReport.members("peaks", in: json, RunReport.sum)
    stages = try RunReport.members("stages", in: json) { place, value throws(ReportError) in
      guard let wall = value["wall_ns"]?.asCount, let cpu = value["cpu_ns"] else {
        throw ReportError(place, "has no wall_ns or no cpu_ns")
      }
      return Stage(wall: wall, cpu: try RunReport.sum(place, cpu).value)
    }
    histograms = try RunReport.members("histograms", in: json, RunReport.histogram)
    failures = try RunReport.list("failures", in: json)
    for note in try RunReport.list("notes", in: json) {
      guard let text = note.asString else { throw ReportError("notes", "holds no text") }
      notes.append(text)
    }
  }

  private static func list(
    _ name: String, in json: JSONValue
  ) throws(ReportError) -> [JSONValue] {
    guard let values = json[name]?.asArray else { throw ReportError(name, "is not an array") }
    return values
  }

  private static func members<Value>(
    _ name: String, in json: JSONValue,
    _ read: (String, JSONValue) throws(ReportError) -> Value
  ) throws(ReportError) -> [String: Value] {
    guard let object = json[name]?.asObject else { throw ReportError(name, "is not an object") }
    var values: [String: Value] = [:]
    for member in object.members {
      values[member.name] = try read("\(name).\(member.name)", member.value)
    }
    return values
  }

  private static func sum(_ place: String, _ value: JSONValue) throws(ReportError) -> Sum {
    if value.isNull { return .unknown }
    guard let count = value.asCount else {
      throw ReportError(place, "is neither a whole number nor null")
    }
    return .measured(count)
  }

  private static func histogram(
    _ place: String, _ value: JSONValue
  ) throws(ReportError) -> Histogram {
    guard let total = value["total"]?.asCount, let maximum = value["maximum"]?.asCount,
      let pairs = value["buckets"]?.asArray
    else { throw ReportError(place, "lacks a part of a histogram") }
    var buckets: [UInt64] = []
    for pair in pairs {
      guard let pair = pair.asArray, pair.count == 2, let index = pair[0].asInt,
        let count = pair[1].asCount, (buckets.count..<Histogram.bucketCount).contains(index)
      else { throw ReportError(place, "has a bucket that cannot be") }
      buckets += [UInt64](repeating: 0, count: index - buckets.count) + [count]
    }
    guard let histogram = Histogram(total: total, maximum: maximum, buckets: buckets),
      histogram.count == value["count"]?.asCount
    else { throw ReportError(place, "contradicts itself") }
    return histogram
  }
}
