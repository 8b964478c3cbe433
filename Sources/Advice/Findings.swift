/// What was seen of one job that ran by itself.
package struct SampledJob: Sendable, Hashable {
  /// Of the input file.
  package var inputBytes: Int
  /// Nanoseconds in which nobody else could have used the CPU: decoding, filtering, encoding, and
  /// what comes with every job.
  package var computing: Double
  /// Nanoseconds that reading the input took.
  package var reading: Double
  /// Nanoseconds that writing the output took.
  package var writing: Double
  /// Bytes that the work takes while it lasts, input and output aside.
  package var memory: Int
  /// Bytes that a thread for each CPU would hold besides, all together, where they share it; 0
  /// where it is too small for that.
  package var sharedMemory = 0

  package init(
    inputBytes: Int, computing: Double, reading: Double, writing: Double, memory: Int
  ) {
    self.inputBytes = inputBytes
    self.computing = computing
    self.reading = reading
    self.writing = writing
    self.memory = memory
  }
}

/// What is known of a batch and of the machine that is to do it: measured, not expected.
package struct Findings: Sendable, Hashable {
  /// How many jobs there are, with their inputs' bytes.
  package var jobs: Int
  package var inputBytes: UInt64
  /// Jobs drawn evenly from all sizes; never empty where there are jobs.
  package var sample: [SampledJob]
  /// CPUs' worth of time that affinity and quota allow.
  package var effectiveCPUs: Int
  /// Bytes that all that is in flight may take.
  package var memoryBudget: Int
  /// Nanoseconds of a run in which no job is under way: starting, planning, ending.
  package var startUp: Double
  /// Nanoseconds that a worker process takes to be ready.
  package var fork: Double
  /// Whether inputs may be read ahead and outputs written behind; otherwise each worker reads,
  /// computes and writes in turn.
  package var mayOverlap: Bool
  /// Threads and processes side by side; nil where there were too few jobs or CPUs to see.
  package var modes: PairedTrial?
  /// As many free threads as there are CPUs that help each other beside one thread for each job;
  /// nil where there were enough jobs for all CPUs, or no picture large enough to be shared.
  package var sharing: PairedTrial?
  /// Jobs that were tried and could not be done; they are in no other figure but `jobs`.
  package var failed = 0
  /// The I/O engine that reads and writes, by name: what `auto` came to, where that was seen.
  package var engine = "auto"
  /// Decides how intervals are drawn.
  package var seed: UInt64

  package init(
    jobs: Int, inputBytes: UInt64, sample: [SampledJob], effectiveCPUs: Int, memoryBudget: Int,
    startUp: Double, fork: Double, mayOverlap: Bool, seed: UInt64 = 0
  ) {
    self.jobs = jobs
    self.inputBytes = inputBytes
    self.sample = sample
    self.effectiveCPUs = effectiveCPUs
    self.memoryBudget = memoryBudget
    self.startUp = startUp
    self.fork = fork
    self.mayOverlap = mayOverlap
    self.seed = seed
  }
}

extension Findings {
  /// What all jobs together take, projected from the sample.
  struct Load: Sendable, Hashable {
    var computing: Double
    var reading: Double
    var writing: Double
  }

  /// The sample times what the inputs of all jobs are to those of the sample. Bytes say more of the
  /// work than the number of files does, and are known of all of them. As many jobs as failed in
  /// trial, in proportion, are expected to fail, which takes next to no time.
  ///
  /// - Parameter drawn: which jobs of the sample, by index; nil for each once.
  func load(_ drawn: [Int]? = nil) -> Load {
    let chosen = drawn.map { $0.map { sample[$0] } } ?? sample
    let bytes = chosen.reduce(0.0) { $0 + Double($1.inputBytes) }
    let all = bytes > 0 ? Double(inputBytes) / bytes : Double(jobs) / Double(max(chosen.count, 1))
    let factor = all * soundShare
    return Load(
      computing: chosen.reduce(0) { $0 + $1.computing } * factor,
      reading: chosen.reduce(0) { $0 + $1.reading } * factor,
      writing: chosen.reduce(0) { $0 + $1.writing } * factor)
  }

  /// The share of all jobs that can be expected to be done, from 0 to 1.
  package var soundShare: Double { Double(sample.count) / Double(max(sample.count + failed, 1)) }

  /// Jobs that can be expected to be done.
  package var soundJobs: Int {
    failed == 0 ? jobs : max(1, Int((Double(jobs) * soundShare).rounded()))
  }

  /// Bytes of the job that takes most of the sample, which holds the largest input.
  package var largestMemory: Int { sample.map(\.memory).max() ?? 0 }

  /// Pictures that can be in work at the same time: half of the memory is for them, and one always
  /// may.
  package var places: Int { max(1, memoryBudget / 2 / max(largestMemory, 1)) }
}
