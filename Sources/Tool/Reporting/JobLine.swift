import Pipeline
import Platform
import Report
import SystemPackage

/// What `--json` prints for each input: one line, whose shape `schema` names.
package enum JobLine {
  package static let schema = "triptych.job/1"

  /// A job that ended.
  package static func ended(_ job: Job, _ outcome: Outcome) -> JSONValue {
    let status =
      switch outcome.failure?.kind {
      case nil: "done"
      case .interrupted: "interrupted"
      default: "failed"
      }
    var line = start(status, input: job.input, output: job.output)
    line["job"] = JSONValue(job.id)
    line["failure"] =
      outcome.failure.map { failure in
        [
          "kind": .string(failure.kind.rawValue), "stage": .string(failure.stage.name),
          "reason": .string(failure.reason),
        ]
      } ?? .null
    line["warnings"] = .array(outcome.warnings.map { .string($0) })
    line["input_bytes"] = JSONValue(outcome.inputBytes)
    line["output_bytes"] = JSONValue(outcome.outputBytes)
    line["input_width"] = size(outcome.inputWidth)
    line["input_height"] = size(outcome.inputHeight)
    line["output_width"] = size(outcome.outputWidth)
    line["output_height"] = size(outcome.outputHeight)
    line["worker"] = JSONValue(outcome.worker)
    line["threads"] = JSONValue(outcome.threads)
    line["started_ns"] = .unsigned(outcome.started)
    line["finished_ns"] = .unsigned(outcome.finished)
    var stages = JSONObject()
    for stage in Stage.allCases {
      stages[stage.name] = [
        "wall_ns": .unsigned(outcome.times[stage].wall),
        "cpu_ns": JSONValue(outcome.times.cpu(of: stage)),
      ]
    }
    line["stages"] = .object(stages)
    return .object(line)
  }

  /// A job that would be done, was never started, or an input that had nothing left to do.
  package static func other(_ status: Status, input: FilePath, output: FilePath) -> JSONValue {
    .object(start(status.rawValue, input: input, output: output))
  }

  package enum Status: String, Sendable {
    case planned
    case skipped
    case notStarted = "not-started"
  }

  private static func start(_ status: String, input: FilePath, output: FilePath) -> JSONObject {
    var line: JSONObject = ["schema": .string(schema), "status": .string(status)]
    put(input, as: "input", in: &line)
    put(output, as: "output", in: &line)
    return line
  }

  /// A path as text and, where it is not UTF-8 and the text therefore not the whole truth, once
  /// more as hexadecimal bytes under `…_hex`.
  package static func put(_ path: FilePath, as name: String, in object: inout JSONObject) {
    let bytes = path.bytes
    object[name] = .string(String(decoding: bytes, as: UTF8.self))
    if String(validating: bytes, as: UTF8.self) == nil {
      object[name + "_hex"] = .string(
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
    }
  }

  /// Null where the job did not get far enough to know.
  private static func size(_ value: Int) -> JSONValue { value == 0 ? .null : JSONValue(value) }
}
