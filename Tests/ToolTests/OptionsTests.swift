import Codecs
import Execution
import FileIO
import Filters
import Pipeline
import Platform
import SystemPackage
import Testing
import Tool

@Suite struct OptionsTests {
  private func options(_ arguments: String...) throws -> ProcessOptions {
    try CommandLineTool.processOptions(
      arguments, on: Machine(effectiveCPUs: 3, memory: 8 << 30))
  }

  @Test func defaults() throws {
    let options = try options("in", "-o", "out")
    #expect(options.inputs == ["in"])
    #expect(options.output == "out")
    #expect(options.ifExists == .error)
    #expect(options.execution.mode == .free)
    #expect(options.execution.workers == 3)
    #expect(options.execution.memoryBudget == 4 << 30)
    #expect(options.execution.switchInterval == 5_000_000)
    #expect(options.execution.lockScope == .computing)
    #expect(options.execution.checkpoints)
    #expect(options.execution.throttle == nil)
    #expect(options.recipe.decode.damage == .standard)
    #expect(options.recipe.autoOrient)
    #expect(options.notes.isEmpty)
    #expect(!options.recursive && !options.json && !options.quiet && !options.dryRun)
  }

  @Test func chainsFollowOneAnother() throws {
    let options = try options("in", "-o", "out", "-f", "resize=50%,invert", "-f", "grayscale")
    #expect(options.recipe.chain.text == "resize=50%,invert,grayscale")
    #expect(throws: (any Error).self) {
      try self.options("in", "-o", "out", "-f", "invert", "-f", "")
    }
  }

  @Test func everythingAtOnce() throws {
    let options = try options(
      "a", "b", "--output", "out", "-r", "--files-from", "-", "-0", "--format", "jpeg",
      "--quality", "75", "--subsampling", "444", "--progressive", "--background", "102030",
      "--if-exists", "stale", "--metadata", "icc", "--no-auto-orient", "--accept-damaged",
      "--max-pixels", "100M", "--max-bytes", "1M", "--max-seconds", "2.5", "--memory-budget",
      "512M", "--fail-fast", "--mode", "locked",
      "--workers", "4", "--io", "pool", "--lock-scope", "filter", "--switch-interval", "1ms",
      "--no-checkpoints", "--durability", "file", "--io-latency", "20ms", "--io-bandwidth", "10M",
      "--in-flight", "3", "--json", "--report", "r.json", "--quiet",
      "--filters", "grayscale")
    #expect(options.inputs == ["a", "b"])
    #expect(options.recursive && options.nulls && options.list == .standardInput)
    #expect(options.recipe.format == .jpeg)
    #expect(options.recipe.jpeg.quality == 75)
    #expect(options.recipe.jpeg.subsampling == .s444)
    #expect(options.recipe.jpeg.progressive)
    #expect(options.recipe.jpeg.background == (0x10, 0x20, 0x30))
    #expect(options.recipe.metadata == .icc)
    #expect(!options.recipe.autoOrient)
    #expect(options.recipe.decode.damage == .accept)
    #expect(options.recipe.decode.maxPixels == 100_000_000)
    #expect(options.recipe.chain.text == "grayscale")
    let execution = options.execution
    #expect(execution.mode == .locked && execution.workers == 4 && execution.io == .pool)
    #expect(execution.lockScope == [StageSet(Stage.filter)])
    #expect(execution.switchInterval == 1_000_000 && !execution.checkpoints)
    #expect(execution.durability == .file && execution.failFast && execution.inFlight == 3)
    #expect(execution.maxInputBytes == 1 << 20 && execution.timeLimit == 2_500_000_000)
    #expect(execution.memoryBudget == 512 << 20)
    #expect(execution.throttle == Throttle(latency: 20_000_000, bandwidth: 10 << 20))
    #expect(options.ifExists == .stale && options.json && options.quiet && !options.dryRun)
    #expect(options.report == .file("r.json"))
    #expect(options.notes.isEmpty)
  }

  @Test func aDryRunIsOne() throws {
    #expect(try options("in", "-o", "out", "--dry-run", "--json").dryRun)
  }

  @Test func inlineIsThereThoughHidden() throws {
    let options = try options("in", "-o", "out", "--mode", "inline", "--workers", "4")
    #expect(options.execution.mode == .inline)
    #expect(options.execution.workers == 1)
  }

  /// Whether a picture is refused must not depend on who is free to help with it.
  @Test func picturesWhoseTimeIsLimitedAreNotShared() throws {
    let limited = try options("in", "-o", "out", "--split", "on", "--max-seconds", "5")
    #expect(limited.execution.sharing == .off)
    #expect(limited.notes == ["--split has no effect besides --max-seconds"])
    let others = try options("in", "-o", "out", "--split", "on")
    #expect(others.execution.sharing == .on && others.notes.isEmpty)
  }

  @Test func whatHasNoEffectIsSaid() throws {
    let options = try options(
      "in", "-o", "out", "--handoff", "shm", "--switch-interval", "1ms", "--format", "png",
      "--quality", "50")
    #expect(
      options.notes == [
        "--handoff has no effect without --mode forked",
        "--switch-interval has no effect without --mode locked",
        "--quality has no effect without JPEG output",
      ])
  }

  @Test(arguments: [
    ["-o", "out"], ["in"], ["in", "-o", "out", "-0"], ["in", "-o", ""], ["", "-o", "out"],
    ["in", "-o", "out", "--strict", "--accept-damaged"],
    ["in", "-o", "out", "--json", "--report", "-"], ["in", "-o", "out", "--json", "--trace", "-"],
    ["in", "-o", "out", "--report", "-", "--trace", "-"],
    ["in", "-o", "out", "--report", "a/b", "--trace", "a/./b"],
    ["in", "-o", "out", "--dry-run", "--report", "r"],
    ["in", "-o", "out", "--dry-run", "--trace", "t"],
    ["in", "-o", "out", "--switch-interval", "0"], ["in", "-o", "out", "--io-bandwidth", "0"],
    ["in", "-o", "out", "--quality", "0"], ["in", "-o", "out", "--quality", "101"],
    ["in", "-o", "out", "--png-level", "10"], ["in", "-o", "out", "--subsampling", "421"],
    ["in", "-o", "out", "--workers", "0"], ["in", "-o", "out", "--io-latency", "20"],
    ["in", "-o", "out", "--lock-scope", "read"], ["in", "-o", "out", "--mode", "fast"],
    ["in", "-o", "out", "--in-flight", "0"], ["in", "-o", "out", "--max-pixels", "0"],
    ["in", "-o", "out", "--max-seconds", "0"], ["in", "-o", "out", "--max-seconds", "5ms"],
    ["in", "-o", "out", "--max-bytes", "many"],
    ["in", "-o", "out", "-f", "nosuchfilter"], ["in", "-o", "out", "--nonsense"],
  ])
  func mistakesAreRefused(arguments: [String]) {
    #expect(throws: (any Error).self) {
      try CommandLineTool.processOptions(arguments, on: Machine(effectiveCPUs: 1, memory: 1 << 30))
    }
  }

  @Test func namesThatAreNoTextSurviveTheParser() throws {
    let bytes: [UInt8] = [0xFF, 0x61, 0xC3]
    let options = try options(ArgumentText.encode(bytes), "-o", ArgumentText.encode([0xFE]))
    #expect(options.inputs.map(\.bytes) == [bytes])
    #expect(options.output.bytes == [0xFE])
  }
}
