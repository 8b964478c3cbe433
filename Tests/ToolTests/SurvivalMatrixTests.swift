import Platform
import SystemPackage
import TestSupport
import Testing

/// Runs of the built program in which one call fails: the batch ends, and what it says is true.
@Suite(.serialized) struct SurvivalMatrixTests {
  private static let names = [
    "png/landscape-rgb8.png", "jpeg/landscape-444.jpg", "png/writing-gray1.png",
    "png/one-pixel.png", "png/gradients-rgb16.png",
  ]

  private struct Batch: Sendable {
    let folder: TemporaryFolder
    let oracle: [String: [UInt8]]
    static let old: [UInt8] = Array("old".utf8)

    let inputs: FilePath

    init() throws {
      folder = try TemporaryFolder()
      inputs = folder.appending("in")
      try Files.createFolder(inputs)
      for name in names {
        try Files.write(
          try Files.read(Places.fixtures.pushing(FilePath(name))),
          to: inputs.appending(lastName(name)))
      }
      let output = folder.appending("oracle")
      let result = try Process.run(
        Places.triptych, ["process", inputs.string, "-o", output.string, "--mode", "inline"])
      try #require(result.ending == .exit(0), "\(result.errors)")
      oracle = try SurvivalBatch.contents(of: output)
    }
  }

  @Test func oneCallFails() throws {
    let batch = try Batch()
    let isSweep = Places.environment("TRIPTYCH_FAULT_SWEEP") != nil
    let cases = isSweep ? SurvivalCase.all : SurvivalCase.some
    #expect(cases.count > 180)
    // Each engine comes with everything else.
    #expect(Set(cases.map { "\($0.engine) \($0.replaces)" }).count == 6)
    #expect(Set(cases.map { "\($0.engine) \($0.position)" }).count >= 27)
    var codes: [Int32: Int] = [:]
    var struck = 0
    for (number, fault) in cases.enumerated() {
      let strikes = try strikes(of: fault, batch, &codes)
      if strikes > 0 { struck += 1 }
      if strikes == 0, fault.mustStrike { Issue.record("\(fault): nothing failed") }
      // Fewer such calls than that were made. Of each pair, something has to fail.
      if strikes == 0, !fault.mustStrike, !isSweep {
        let first = fault.ofFirst
        if try self.strikes(of: first, batch, &codes) == 0 {
          Issue.record("\(first): nothing failed")
        }
      }
      if isSweep, number % 200 == 199 { Soak.tell("faults: \(number + 1) of \(cases.count)") }
    }
    // Else runs that should differ do not.
    for code: Int32 in [0, 1, 75] { #expect(codes[code, default: 0] > 10, "\(codes)") }
    if isSweep {
      Soak.tell("faults: \(cases.count) runs, \(struck) struck, by exit code: \(codes)")
    }
  }

  /// Runs the program, records what is wrong with what it says and leaves, and counts its exit
  /// code.
  ///
  /// - Returns: how many calls were made to fail, of all processes of the run.
  private func strikes(
    of fault: SurvivalCase, _ batch: Batch, _ codes: inout [Int32: Int]
  ) throws -> UInt64 {
    let folder = try TemporaryFolder()
    let tally = folder.appending("strikes")
    try Files.write([UInt8](repeating: 0, count: 8), to: tally)
    let (problems, code) = try problems(fault, batch, in: folder, tally)
    for problem in problems { Issue.record("\(fault): \(problem)") }
    codes[code, default: 0] += 1
    let bytes = try Files.read(tally)
    return unsafe bytes.withUnsafeBytes { unsafe $0.loadUnaligned(as: UInt64.self) }
  }

  private func problems(
    _ fault: SurvivalCase, _ batch: Batch, in folder: TemporaryFolder, _ tally: FilePath
  ) throws -> ([String], Int32) {
    let output = folder.appending("out")
    if fault.replaces {
      try Files.createFolder(output)
      for name in batch.oracle.keys { try Files.write(Batch.old, to: output.appending(name)) }
    }
    let process = try Process(
      Places.triptych,
      ["process", batch.inputs.string, "-o", output.string, "--json", "--workers", "2"]
        + fault.options,
      environment: [
        "PATH": "/usr/bin:/bin", "TRIPTYCH_FAULTS": fault.plan,
        "TRIPTYCH_FAULTS_STRUCK": tally.string,
      ])
    guard try process.ends(within: 60) else { return (["hangs"], -1) }
    let result = try process.wait()
    guard case .exit(let code) = result.ending else { return (["\(result)"], -1) }
    guard [0, 1, 2, 75].contains(code) else { return (["exit code \(code)"], code) }
    var problems: [String] = []
    if code != 0, result.errors.isEmpty, fault.call != .say { problems.append("says nothing") }
    // By itself the sandbox is what can be had of it.
    let isOfSandbox = [.seccomp, .landlock, .setrlimit].contains(fault.call)
    if isOfSandbox || fault.effect.isHarmless(to: fault.call), code != 0, fault.call != .say {
      problems.append("fails: \(result.errors)")
    }
    let run = SurvivalRecord(
      fault: fault, code: code, errors: result.errors, jobs: try JobRecord.all(in: result.output),
      seen: try SurvivalBatch.contents(of: output))
    problems += run.problems(oracle: batch.oracle, old: fault.replaces ? Batch.old : nil)
    return (problems, code)
  }
}

/// What one run said, and what it left.
private struct SurvivalRecord {
  var fault: SurvivalCase
  var code: Int32
  var errors: String
  var jobs: [JobRecord]
  var seen: [String: [UInt8]]

  func problems(oracle: [String: [UInt8]], old: [UInt8]?) -> [String] {
    var problems: [String] = []
    for (name, bytes) in seen where bytes != oracle[name] && bytes != old {
      // A temporary name that cannot be removed stays, hidden.
      let isHidden = name.hasPrefix(".") && name.hasSuffix(".tmp")
      let excused = fault.call == .unlink || fault.call == .ringAnswer
      // Another run may have it, says the lock.
      let isDraft = fault.call == .lock && name == ".triptych-journal.new"
      if !(isHidden && excused) && !isDraft {
        problems.append("leaves \(name), \(bytes.count) bytes")
      }
    }
    // Lines that could not be written say nothing of the pictures.
    if fault.call == .say { return problems + problemsOfOutputs(oracle, Set(oracle.keys)) }
    if code == 2, jobs.contains(where: { $0.status != "not-started" }) {
      problems.append("wrong usage, and jobs all the same")
    }
    let inputs = jobs.map { lastName($0.input) }.sorted()
    // A batch that could not begin has no jobs to tell of. A folder that cannot be listed, or
    // looked at, fails like a file.
    let isUnbegun = code == 2 || code == 75
    let isUnlisted = code != 0 && inputs == ["in"] && [.stat, .open, .list].contains(fault.call)
    if inputs != oracle.keys.sorted(), !(isUnbegun && inputs.isEmpty), !isUnlisted {
      problems.append("tells of \(inputs)")
    }
    let done = Set(jobs.filter { $0.status == "done" }.map { lastName($0.output) })
    problems += problemsOfOutputs(oracle, done, old: old)
    return problems + problemsOfFailures()
  }

  private func problemsOfOutputs(
    _ oracle: [String: [UInt8]], _ done: Set<String>, old: [UInt8]? = nil
  ) -> [String] {
    oracle.keys.sorted().compactMap { name in
      if done.contains(name) { return seen[name] == oracle[name] ? nil : "\(name) is not done" }
      // After a replacement whose folder could not be synced, or whose worker could not say that it
      // was made, the new one is there.
      let mayBeThere = fault.replaces || fault.call == .send || fault.call == .receive
      if seen[name] == old || (mayBeThere && seen[name] == oracle[name]) { return nil }
      return "\(name) is there, and not done"
    }
  }

  private func problemsOfFailures() -> [String] {
    var problems: [String] = []
    let failures = jobs.compactMap { job in job.failure.map { (job, $0) } }
    for (job, failure) in failures where failure.kind == "file" {
      // The output folder's, where that could not be made.
      let names = [lastName(job.input), lastName(job.output), "/out"]
      if !names.contains(where: failure.reason.contains) {
        problems.append("names no file: \(failure.reason)")
      }
    }
    let kinds = Set(failures.map(\.1.kind))
    if code == 0, !kinds.isEmpty { problems.append("succeeds with failures") }
    if code == 1, kinds.contains("environment") { problems.append("takes trouble for a bad file") }
    if code == 0, jobs.contains(where: { $0.status != "done" }) { problems.append("leaves jobs") }
    if case .fail(let errno) = fault.effect, kinds.contains("file"),
      Self.environmental.contains(errno)
    {
      problems.append("takes \(errno) for a bad file")
    }
    return problems
  }

  private static let environmental: Set<Errno> = [
    .noSpace, .diskQuotaExceeded, .ioError, .noMemory, .tooManyOpenFiles, .tooManyOpenFilesInSystem,
  ]
}
