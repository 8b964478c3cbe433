import Pipeline
import Platform
import SystemPackage
import TestSupport
import Testing
import Tool

#if canImport(Glibc)
  import Glibc
#endif

/// A small tree of files, and plans made of it.
struct PlanningGround {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  func path(_ name: String) -> FilePath { folder.path.pushing(FilePath(name)) }

  func add(_ names: String...) throws {
    for name in names { try add(path(name)) }
  }

  func add(_ path: FilePath) throws {
    try Sys.makeDirectories(path.removingLastComponent())
    try Files.write(Array("content".utf8), to: path)
  }

  func plan(
    _ inputs: [String], output: String = "out", format: Recipe.Format = .same,
    ifExists: IfExists = .error, recursive: Bool = true
  ) throws -> ProcessPlan {
    var options = ProcessOptions(output: path(output))
    options.inputs = inputs.map(path)
    options.recursive = recursive
    options.recipe.format = format
    options.ifExists = ifExists
    return try ProcessPlan(options)
  }

  /// Inputs and outputs of a plan, relative to the folder.
  func pairs(_ plan: ProcessPlan) -> [String] {
    plan.jobs.map { "\(relative($0.input)) -> \(relative($0.output))" }
  }

  func relative(_ path: FilePath) -> String {
    var path = path
    _ = path.removePrefix(folder.path)
    return path.printable
  }
}

@Suite struct PlannerTests {
  let ground: PlanningGround

  init() throws { ground = try PlanningGround() }

  @Test func foldersKeepTheirTreeInAFixedOrder() throws {
    try ground.add("in/b.png", "in/a.JPG", "in/sub/deep/c.jpeg", "in/notes.txt", "in/.hidden.png")
    let plan = try ground.plan(["in"])
    #expect(
      ground.pairs(plan) == [
        "in/a.JPG -> out/a.JPG", "in/b.png -> out/b.png",
        "in/sub/deep/c.jpeg -> out/sub/deep/c.jpeg",
      ])
    #expect(plan.jobs.map(\.id) == [0, 1, 2])
    #expect(plan.jobs.allSatisfy { $0.inputBytes == 7 && !$0.replace })
    #expect(plan.passedOver.otherFiles == 1)
    #expect(plan.passedOver.hidden == 1)
    #expect(plan.problems.isEmpty)
  }

  @Test func withoutRecursiveOnlyTheFolderItselfIsTaken() throws {
    try ground.add("in/a.png", "in/sub/b.png")
    let plan = try ground.plan(["in"], recursive: false)
    #expect(ground.pairs(plan) == ["in/a.png -> out/a.png"])
    #expect(plan.passedOver.folders == 1)
  }

  @Test func namedFilesAreAlwaysTakenAndMissingOnesFailLater() throws {
    try ground.add("x/picture.dat", "x/.hidden.png")
    let plan = try ground.plan(["x/picture.dat", "x/.hidden.png", "missing.png"], format: .jpeg)
    #expect(
      ground.pairs(plan) == [
        "x/picture.dat -> out/picture.dat.jpg", "x/.hidden.png -> out/.hidden.jpg",
        "missing.png -> out/missing.jpg",
      ])
    #expect(plan.problems.isEmpty)
  }

  @Test func hostileNamesKeepTheirBytes() throws {
    let names: [[UInt8]] = [
      Array("line\nend.png".utf8), Array("-f.png".utf8), Array("sp ace\t.png".utf8),
      [0xFF, 0xFE] + Array(".png".utf8),
    ]
    for name in names { try ground.add(ground.path("in").pushing(FilePath(bytes: name))) }
    let plan = try ground.plan(["in"], format: .jpeg)
    let outputs = Set(
      plan.jobs.compactMap { $0.output.lastComponent.map { FilePath(root: nil, [$0]).bytes } })
    #expect(outputs == Set(names.map { Array($0.dropLast(3)) + Array("jpg".utf8) }))
    #expect(Set(plan.jobs.map { $0.input.bytes }).count == names.count)
  }

  @Test func twoInputsForOneOutputAreFound() throws {
    try ground.add("in/a.png", "in/a.jpg", "other/a.png")
    let converted = try ground.plan(["in"], format: .png)
    #expect(
      converted.problems == [
        .sameOutput(
          output: ground.path("out/a.png"), first: ground.path("in/a.jpg"),
          second: ground.path("in/a.png"))
      ])
    let twoTrees = try ground.plan(["in", "other"])
    #expect(twoTrees.problems.count == 1)
  }

  @Test func theSameFileNamedTwiceIsDoneOnce() throws {
    try ground.add("in/a.png")
    let plan = try ground.plan(["in", "in/a.png", "in/../in/a.png"])
    #expect(plan.jobs.count == 1)
    #expect(plan.duplicates == 2)
    #expect(plan.problems.isEmpty)
  }

  @Test func anOutputThatWouldHaveToBeFileAndFolderIsFound() throws {
    try ground.add("in/x.png/b.png", "flat/x.png")
    let plan = try ground.plan(["in", "flat"])
    #expect(
      plan.problems == [
        .outputInsideFile(output: ground.path("out/x.png/b.png"), file: ground.path("out/x.png"))
      ])
    try ground.add("taken")
    let blocked = try ground.plan(["flat"], output: "taken")
    #expect(blocked.problems.count == 1)
  }

  @Test func aFileInTheWayBelowTheOutputCostsWhatWouldGoThere() throws {
    try ground.add("in/a.png", "in/sub/b.png", "out/sub")
    let plan = try ground.plan(["in"])
    #expect(plan.problems.isEmpty)
    #expect(ground.pairs(plan) == ["in/a.png -> out/a.png"])
    #expect(plan.hopeless.map(\.job.output) == [ground.path("out/sub/b.png")])
    #expect(plan.hopeless.map(\.failure.kind) == [.file])
  }

  @Test func pipesFailWhenNamedAndArePassedOverWhenFound() throws {
    try ground.add("in/a.png")
    let made = unsafe mkfifo(ground.path("in/pipe.png").string, 0o600)
    try #require(made == 0)
    let plan = try ground.plan(["in"])
    #expect(ground.pairs(plan) == ["in/a.png -> out/a.png"])
    #expect(plan.passedOver.specialFiles == 1)
    var options = ProcessOptions(output: ground.path("out"))
    options.inputs = ["/dev/null"]
    options.inputs.append(ground.path("in/a.png"))
    let named = try ProcessPlan(options)
    #expect(named.problems.isEmpty)
    #expect(named.hopeless.map(\.job.input) == ["/dev/null"])
    #expect(named.hopeless.map(\.failure.stage) == [.read])
    #expect(named.jobs.map(\.input) == [ground.path("in/a.png")])
    #expect(Set(named.allJobs.map(\.id)).count == 2)
  }

  @Test func listedNamesKeepTheirWholeTreeInsideTheOutput() throws {
    try ground.add("in/a.png", "b.png")
    let list = ground.path("list")
    let outside = "\(ground.path("in").string)/../b.png"
    try Files.write(Array("\(ground.path("in/a.png").string)\n\(outside)\n".utf8), to: list)
    var options = ProcessOptions(output: ground.path("out"))
    options.list = .file(list)
    let plan = try ProcessPlan(options)
    #expect(plan.jobs.count == 2)
    for job in plan.jobs {
      #expect(job.output.starts(with: ground.path("out")))
      #expect(!job.output.components.contains { $0.kind == .parentDirectory })
    }
  }

  @Test func problemsAreListedUpToTenWithTheRestCounted() {
    let problems = (0..<13).map { PlanProblem.exists(output: FilePath("out/\($0).png")) }
    let text = problems.explanation()
    #expect(text.contains("these 13"))
    #expect(text.contains("out/9.png"))
    #expect(!text.contains("out/10.png"))
    #expect(text.contains("… and 3 more"))
    #expect(text.contains("--if-exists"))
  }
}
