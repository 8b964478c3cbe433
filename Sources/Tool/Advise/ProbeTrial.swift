import Advice
import Benchmark
import Execution
import Figures
import Memory
import Pipeline
import Platform
import Report
import SystemPackage

/// What came of trying a few jobs.
struct ProbeTrial {
  /// One for each job that was done, as `process --json` prints them.
  let lines: [JSONValue]
  /// Nanoseconds of the run, seen from outside, and of the part in which jobs were under way.
  let wall: Double
  let runWall: Double
  /// The I/O engine that ran; nil where the run did not say.
  let engine: String?
  /// Nanoseconds that a worker process took to be ready; nil without one.
  let fork: Double?

  init(_ run: ChildRun, said: [UInt8]) {
    lines = said.split(separator: UInt8(ascii: "\n")).compactMap { line in
      guard let value = try? JSONValue(parsing: Array(line)), value["status"]?.asString == "done"
      else { return nil }
      return value
    }
    wall = Double(run.outside.wall)
    runWall = run.report.sums["wall_ns"]?.value.map { Double($0) } ?? wall
    engine = run.report.runs.first?["io_ran"]?.asString
    fork = run.report.histograms["worker_startup_ns"]?.mean
  }

  var startUp: Double { max(wall - runWall, 0) }

  /// Those of the jobs, as they were listed, that were done.
  func done(_ tried: [Job]) -> [Job] {
    let indices = Set(lines.compactMap { $0["job"]?.asInt })
    return tried.indices.filter(indices.contains).map { tried[$0] }
  }

  /// - Parameters:
  ///   - tried: the jobs, as they were listed.
  ///   - limit: bytes above which a file is not read.
  func sample(
    _ tried: [Job], _ recipe: Recipe, limit: Int, effectiveCPUs: Int
  ) -> [SampledJob] {
    let jobs = lines.map { ProbeTrial.job($0, tried, recipe, limit, effectiveCPUs) }
    // Names, queues and messages come with every job, and no stage counts them.
    let counted = jobs.reduce(0) { $0 + $1.computing + $1.reading + $1.writing }
    let beside = max(runWall - counted, 0) / Double(max(jobs.count, 1))
    return jobs.map {
      var job = $0
      job.computing += beside
      return job
    }
  }

  private static func job(
    _ line: JSONValue, _ tried: [Job], _ recipe: Recipe, _ limit: Int, _ effectiveCPUs: Int
  ) -> SampledJob {
    func time(_ stage: Stage, _ name: String) -> Double {
      line["stages"]?[stage.name]?[name]?.asCount.map { Double($0) } ?? 0
    }
    let index = line["job"]?.asInt ?? -1
    var job = SampledJob(
      inputBytes: line["input_bytes"]?.asInt ?? 0,
      computing: Stage.computing.reduce(0) { $0 + time($1, "cpu_ns") },
      reading: time(.read, "wall_ns"), writing: time(.write, "wall_ns"), memory: 0)
    // From the file's header: reports do not say it of single jobs.
    guard tried.indices.contains(index),
      let block = try? PictureFile.bytes(at: tried[index].input, limit: limit)
    else { return job }
    job.memory = (try? workingBytes(for: block, recipe)) ?? 0
    if effectiveCPUs > 1,
      let sharing = try? sharingForecast(for: block, recipe, hands: effectiveCPUs),
      sharing.pixels >= HelpBoard.leastPixels
    {
      job.sharedMemory = sharing.bytes
    }
    return job
  }
}
