import Pixels
import Scenes
import SystemPackage
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// Runs that the system gives little to: descriptors, memory, file sizes, processes.
@Suite(.serialized) struct SurvivalLimitTests {
  static let modes = SurvivalStreamTests.modes
  private static let hasAddresses = Places.sanitizer == nil
  private static let withoutAddresses: Comment =
    "a sanitizer takes more addresses than such a limit leaves"
  private let batch: ShellBatch

  init() throws { batch = try ShellBatch() }

  /// Whatever could not be done is told; what is there is whole.
  private func check(_ result: Process.Result, jobs count: Int, _ shell: String) throws {
    guard case .exit(let code) = result.ending else {
      Issue.record("\(shell): \(result.ending) \(result.errors)")
      return
    }
    #expect([0, 1, 75].contains(code), "\(shell): \(result.errors)")
    let jobs = try JobRecord.all(in: result.output)
    let seen = try SurvivalBatch.contents(of: batch.output)
    let done = jobs.filter { $0.status == "done" }
    #expect(Set(done.map { lastName($0.output) }) == Set(seen.keys), "\(shell)")
    #expect(Set(seen.values).count <= 1, "outputs of the same picture differ")
    if code == 0 { #expect(done.count == count, "\(shell): \(result.errors)") }
    if code != 0 { #expect(!result.errors.isEmpty) }
    Files.remove(batch.output)
  }

  @Test(arguments: modes, ["blocking", "pool", "uring", "auto"])
  func fewDescriptorsAreEnoughOrSaid(mode: [String], engine: String) throws {
    try batch.put(40)
    let options = mode + ["--io", engine, "--workers", "4", "--in-flight", "4"]
    for limit in [64, 32, 20, 12, 8, 6] {
      let shell = "ulimit -n \(limit)"
      let result = try batch.run(shell, options)
      try check(result, jobs: 40, shell)
      if limit == 64 { #expect(result.ending == .exit(0), "\(result.errors)") }
    }
  }

  @Test(
    .enabled(
      if: Places.sanitizer != "thread", "the thread sanitizer keeps its own memory in a file"),
    arguments: modes)
  func filesThatMayNotGrowAreFailedFiles(mode: [String]) throws {
    try batch.put(6)
    // 10 or 20 KiB, depending on the shell; an output has 32.
    let result = try batch.run("ulimit -f 20", mode + ["--workers", "2", "--png-level", "0"])
    #expect(try SurvivalBatch.contents(of: batch.output).isEmpty)
    let failures = try JobRecord.all(in: result.output).compactMap(\.failure)
    if mode.contains("shm") {
      // Shared memory is a file, too, to the kernel: there the machine is at fault.
      #expect(result.ending == .exit(75), "\(result.errors)")
      #expect(failures.allSatisfy { $0.reason.contains("no shared memory") }, "\(failures)")
    } else {
      #expect(result.ending == .exit(1), "\(result.errors)")
      #expect(failures.count == 6)
      #expect(failures.allSatisfy { $0.reason.contains("File too large") }, "\(failures)")
    }
  }

  /// A picture for which there is no memory, among others for which there is.
  @Test(
    .enabled(if: hasAddresses, withoutAddresses), arguments: modes)
  func aRefusedAllocationCostsThatPicture(mode: [String]) throws {
    try batch.put(6)
    // RGBA of 16 bits: 1.4 GB.
    try Files.write(
      try hugePNG(side: 13_300, [16, 6], interlaced: true), to: batch.inputs.appending("huge.png"))
    let result = try batch.run(
      "ulimit -v 1400000", mode + ["--workers", "2", "--memory-budget", "100M", "--io", "blocking"])
    #expect(result.ending == .exit(1), "\(result.errors)")
    let jobs = try JobRecord.all(in: result.output)
    for job in jobs {
      let isHuge = lastName(job.input) == "huge.png"
      #expect((job.status == "failed") == isHuge, "\(job)")
      if isHuge { #expect(job.failure?.reason.contains("bytes of memory") == true, "\(job)") }
    }
    #expect(jobs.count == 7)
    #expect(try Files.tree(batch.output).count == 6)
  }

  /// Found by fuzzing: a chunk's length alone made libpng take that much memory and clear it.
  @Test(
    .enabled(if: hasAddresses, withoutAddresses), arguments: ["tEXt", "iTXt", "eXIf", "abCd"])
  func aLengthAloneTakesNoMemory(chunk: String) throws {
    let fixture = try Files.read(Places.fixtures.pushing("png/one-pixel.png"))
    // Behind the header, which has 13 bytes.
    let file = Array(fixture[..<33]) + [0x72, 0x6F, 0, 0] + Array(chunk.utf8) + fixture[33...]
    let path = batch.inputs.appending("long.png")
    try Files.write(file, to: path)
    let result = try Process.run(
      "/bin/sh", ["-c", "ulimit -v 1000000; \(Places.triptych) inspect \(path)"])
    #expect(result.ending == .exit(1))
    #expect(result.output.contains("the file ends too early"), "\(result.output)")
  }

  /// From far too little to enough: nothing may hang, and nothing half may be seen.
  @Test(
    .enabled(if: hasAddresses, withoutAddresses), arguments: modes)
  func anyAmountOfMemoryLeavesNothingHalf(mode: [String]) throws {
    try batch.put(6)
    let oracle = try batch.run("true", ["--mode", "inline"])
    #expect(oracle.ending == .exit(0))
    let whole = try SurvivalBatch.contents(of: batch.output).values.first
    Files.remove(batch.output)
    for megabytes in [20, 30, 34, 35, 36, 37, 38, 40, 50, 60, 100, 400] {
      _ = try batch.run("ulimit -v \(megabytes * 1024)", mode + ["--workers", "2"])
      for (name, bytes) in try SurvivalBatch.contents(of: batch.output) {
        #expect(bytes == whole, "\(name) is half, with \(megabytes) MB")
      }
      Files.remove(batch.output)
    }
  }

  /// A plan for more memory than any machine has costs that picture, and no worker its life.
  @Test(arguments: modes)
  func anImpossiblePlanCostsThatPicture(mode: [String]) throws {
    try batch.put(2)
    try Files.write(
      try hugePNG(side: 900_000, [8, 2], interlaced: false), to: batch.inputs.appending("huge.png"))
    let result = try batch.run(
      "true", mode + ["--workers", "2", "-f", "rotate=90", "--max-pixels", "1000000000000000"])
    #expect(result.ending == .exit(1), "\(result.errors)")
    let jobs = try JobRecord.all(in: result.output)
    let failed = jobs.filter { $0.status != "done" }
    #expect(failed.map { lastName($0.input) } == ["huge.png"])
    #expect(failed.first?.failure?.reason.contains("bytes of memory") == true, "\(failed)")
    #expect(jobs.count == 3)
  }

  /// A picture of one grey pixel whose header promises more.
  ///
  /// - Parameter format: bit depth and colour type.
  private func hugePNG(side: UInt32, _ format: [UInt8], interlaced: Bool) throws -> [UInt8] {
    var writer = PNGWriter()
    writer.interlaced = interlaced
    let pixels = try PixelBuffer(ImageShape(width: 1, height: 1, format: .gray8))
    pixels.withRow(0, as: UInt8.self) { $0[0] = 7 }
    var file = writer.file(Raster(pixels))
    func big(_ value: UInt32) -> [UInt8] {
      (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
    }
    file.replaceSubrange(16..<26, with: big(side) + big(side) + format)
    file.replaceSubrange(29..<33, with: big(crc(file[12..<29])))
    return file
  }

  private func crc(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    ~bytes.reduce(~0) { crc, byte in
      (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in
        crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1
      }
    }
  }

  /// No picture is to blame, and none of those that follow would fare better.
  @Test(arguments: modes)
  func anOutputFolderThatGoesAwayEndsTheRun(mode: [String]) throws {
    try batch.put(30)
    let process = try batch.start("true", mode + ["--workers", "2", "--io-latency", "250ms"])
    batch.waitForOutput()
    // It may be filled again between emptying and removing it.
    for _ in 0..<1000 where Places.exists(batch.output) { Files.remove(batch.output) }
    try #require(!Places.exists(batch.output))
    try #require(try process.ends(within: 60), "hangs")
    let result = try process.wait()
    #expect(result.ending == .exit(75), "\(result.errors)")
    let jobs = try JobRecord.all(in: result.output)
    #expect(jobs.count == 30)
    let failed = jobs.filter { $0.status == "failed" }
    for job in failed {
      #expect(job.failure?.kind == "environment")
      #expect(job.failure?.reason.contains(lastName(job.output)) == true, "\(job)")
      #expect(job.failure?.reason.contains("output folder \(batch.output) is gone") == true)
    }
    #expect(!failed.isEmpty)
    #expect(jobs.contains { $0.status == "not-started" })
    #expect(!Places.exists(batch.output))
  }

  @Test(arguments: modes)
  func aLostTerminalEndsTheRunInOrder(mode: [String]) throws {
    try batch.put(400)
    let process = try batch.start("true", mode + ["--workers", "2", "--io-latency", "50ms"])
    batch.waitForOutput()
    process.signal(SIGHUP)
    try #require(try process.ends(within: 60), "hangs")
    let result = try process.wait()
    #expect(result.ending == .exit(129), "\(result.errors)")
    let jobs = try JobRecord.all(in: result.output)
    #expect(jobs.count == 400)
    let done = jobs.filter { $0.status == "done" }.map { lastName($0.output) }.sorted()
    #expect(done == (try SurvivalBatch.contents(of: batch.output).keys.sorted()))
    #expect(done.count < 400)
  }

  /// As nohup(1) starts it.
  @Test func aRunThatWasToldToOutliveItsTerminalDoes() throws {
    try batch.put(20)
    let process = try batch.start("trap '' HUP", ["--workers", "2", "--io-latency", "20ms"])
    batch.waitForOutput()
    process.signal(SIGHUP)
    #expect(try process.wait().ending == .exit(0))
    #expect(try Files.tree(batch.output).count == 20)
  }

  /// ^Z and `fg`: time in which nothing ran is no time that anything took.
  @Test(arguments: modes)
  func timeInWhichARunWasHeldIsNobodysCPU(mode: [String]) throws {
    try batch.put(20)
    let report = batch.folder.appending("report.json")
    let process = try batch.start(
      "true", mode + ["--workers", "2", "--io-latency", "20ms", "--report", report.string])
    batch.waitForOutput()
    let all = Family.processes(mark: batch.output.string).map(\.id)
    for one in all { kill(one, SIGTSTP) }
    usleep(300_000)
    for one in all { kill(one, SIGCONT) }
    try #require(try process.ends(within: 60), "hangs")
    #expect(try process.wait().ending == .exit(0))
    #expect(try Files.tree(batch.output).count == 20)
    let sums = try ReportRecord(try Files.read(report))
    let cpu = sums.sum("cpu_user_ns") + sums.sum("cpu_system_ns")
    #expect(cpu > 0)
    #expect(cpu < sums.sum("wall_ns") * UInt64(max(sysconf(CInt(_SC_NPROCESSORS_ONLN)), 1)))
  }
}
