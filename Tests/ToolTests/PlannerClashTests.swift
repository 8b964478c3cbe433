import Pipeline
import Platform
import SystemPackage
import TestSupport
import Testing
import Tool

#if canImport(Glibc)
  import Glibc
#endif

/// What happens where something is there already.
@Suite struct PlannerClashTests {
  let ground: PlanningGround

  init() throws { ground = try PlanningGround() }

  private func link(_ target: String, at name: String) throws {
    let status = unsafe symlink(target, ground.path(name).string)
    try #require(status == 0)
  }

  private func age(_ name: String, seconds: Int64) throws {
    try Files.touch(ground.path(name), seconds * 1_000_000_000)
  }

  @Test func existingOutputsAreRefusedSkippedOrReplaced() throws {
    try ground.add("in/a.png", "in/b.png", "out/a.png")
    #expect(
      try ground.plan(["in"]).problems == [.exists(output: ground.path("out/a.png"))])
    let skipping = try ground.plan(["in"], ifExists: .skip)
    #expect(ground.pairs(skipping) == ["in/b.png -> out/b.png"])
    #expect(skipping.skipped.map(\.input) == [ground.path("in/a.png")])
    #expect(skipping.jobs.allSatisfy { !$0.replace })
    let replacing = try ground.plan(["in"], ifExists: .overwrite)
    #expect(replacing.jobs.count == 2)
    #expect(replacing.jobs.allSatisfy { $0.replace })
  }

  @Test func staleRedoesWhatIsOlderThanItsInput() throws {
    try ground.add("in/old.png", "in/new.png", "in/same.png", "in/fresh.png")
    try ground.add("out/old.png", "out/new.png", "out/same.png")
    for name in ["old", "new", "same"] { try age("in/\(name).png", seconds: 1000) }
    try age("out/old.png", seconds: 999)
    try age("out/new.png", seconds: 1001)
    try age("out/same.png", seconds: 1000)
    let plan = try ground.plan(["in"], ifExists: .stale)
    #expect(
      ground.pairs(plan) == ["in/fresh.png -> out/fresh.png", "in/old.png -> out/old.png"])
    #expect(plan.skipped.count == 2)
    #expect(plan.jobs.allSatisfy { $0.replace })
  }

  @Test(arguments: [IfExists.error, .overwrite])
  func inputsFoundInAFolderAreNeverOverwritten(ifExists: IfExists) throws {
    try ground.add("in/a.png")
    let plan = try ground.plan(["in"], output: "in", ifExists: ifExists)
    // The output folder is the input folder itself, which is named and so still looked into.
    #expect(
      plan.problems == [
        .outputIsInput(output: ground.path("in/a.png"), input: ground.path("in/a.png"))
      ])
  }

  @Test func anInputIsReplacedOnlyWhenItIsNamedItself() throws {
    try ground.add("in/a.png")
    let named = try ground.plan(["in/a.png"], output: "in", ifExists: .overwrite)
    #expect(named.problems.isEmpty)
    #expect(ground.pairs(named) == ["in/a.png -> in/a.png"])
    #expect(!(try ground.plan(["in/a.png"], output: "in").problems.isEmpty))
    // By another name for the same folder, too.
    try link("in", at: "alias")
    let both = try ground.plan(["in"], output: "alias", ifExists: .overwrite)
    #expect(both.problems.count == 1)
  }

  @Test func anotherInputIsNeverOverwritten() throws {
    try ground.add("x/a.png", "a.png")
    let plan = try ground.plan(["x/a.png", "a.png"], output: ".", ifExists: .overwrite)
    #expect(!plan.problems.isEmpty)
    try ground.add("in/b.png", "out/keep.png")
    // A link in the output folder that leads to an input.
    try link(ground.path("a.png").string, at: "out/b.png")
    let linked = try ground.plan(["in", "a.png"], ifExists: .overwrite)
    #expect(
      linked.problems == [
        .outputIsInput(output: ground.path("out/b.png"), input: ground.path("a.png"))
      ])
  }

  @Test func theOutputFolderInsideTheInputIsNotProcessedAgain() throws {
    try ground.add("in/a.png", "in/out/a.png", "in/out/deep/b.png")
    let plan = try ground.plan(["in"], output: "in/out", ifExists: .overwrite)
    #expect(ground.pairs(plan) == ["in/a.png -> in/out/a.png"])
  }

  @Test func linksToFoldersAreNotFollowedSoThatLoopsEnd() throws {
    try ground.add("in/a.png", "elsewhere/b.png")
    try link("..", at: "in/loop")
    try link(ground.path("elsewhere").string, at: "in/away")
    try link("self.png", at: "in/self.png")
    try link("a.png", at: "in/linked.png")
    let plan = try ground.plan(["in"])
    // A link that leads to itself is an input that cannot be opened; one to a file is that file.
    #expect(
      ground.pairs(plan) == [
        "in/a.png -> out/a.png", "in/linked.png -> out/linked.png", "in/self.png -> out/self.png",
      ])
    #expect(plan.passedOver.linkedFolders == 2)
  }

  @Test(arguments: IfExists.allCases)
  func aFolderWhereAnOutputShouldGoCostsThatFile(ifExists: IfExists) throws {
    try ground.add("in/a.png", "in/b.png", "out/a.png/x.txt")
    let plan = try ground.plan(["in"], ifExists: ifExists)
    #expect(plan.problems.isEmpty)
    #expect(ground.pairs(plan) == ["in/b.png -> out/b.png"])
    #expect(plan.hopeless.map(\.failure.stage) == [.write])
  }
}
