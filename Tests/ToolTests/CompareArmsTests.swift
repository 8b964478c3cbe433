import Benchmark
import Execution
import SystemPackage
import Testing
import Tool

@Suite struct CompareArmsTests {
  private func labels(
    _ modes: [Mode], _ workers: [Int], _ axes: ArmAxis...
  ) -> [String] {
    ArmPlan.arms(ArmPlan.setups(modes: modes, workers: workers, axes: axes)).map(\.label)
  }

  @Test func armsAreTheProductOfLists() {
    #expect(
      labels([.locked, .free], [1, 2]) == ["locked 1", "locked 2", "free 1", "free 2"])
    #expect(
      labels([.free], [2], ArmAxis("io", ["pool", "uring"]), ArmAxis("in-flight", ["1", "4"]))
        == [
          "free 2 io=pool in-flight=1", "free 2 io=pool in-flight=4",
          "free 2 io=uring in-flight=1", "free 2 io=uring in-flight=4",
        ])
  }

  @Test func optionsAreLeftOutWhereTheyMeanNothing() {
    let names = labels(
      [.locked, .free, .forked], [2],
      ArmAxis("lock-scope", ["filter", "none"], modes: [.locked]),
      ArmAxis("handoff", ["path", "shm"], modes: [.forked]))
    #expect(
      names == [
        "locked 2 lock-scope=filter", "locked 2 lock-scope=none", "free 2",
        "forked 2 handoff=path", "forked 2 handoff=shm",
      ])
  }

  @Test func noArmOccursTwice() {
    #expect(labels([.free, .free], [1, 2, 1]) == ["free 1", "free 2"])
    // One worker whatever is asked.
    #expect(labels([.inline], [1, 2, 4]) == ["inline 1"])
  }

  @Test func anOptionWithOneValueIsNoPartOfTheName() {
    let setups = ArmPlan.setups(
      modes: [.free], workers: [1, 2], axes: [ArmAxis("io", ["pool"])])
    #expect(ArmPlan.arms(setups).map(\.label) == ["free 1", "free 2"])
    #expect(setups.allSatisfy { $0[option: "io"] == "pool" })
  }

  @Test(arguments: [
    (1, [1, 2]), (2, [1, 2]), (3, [1, 2, 3]), (8, [1, 2, 4, 8]), (6, [1, 2, 4, 6]),
  ])
  func standardWorkersReachTheCPUs(cpus: Int, expected: [Int]) {
    #expect(ArmPlan.standardWorkers(effectiveCPUs: cpus) == expected)
  }

  @Test(arguments: [
    ("free 2", 3), ("free:2", 3), ("free", 2), ("locked:1", 0), ("free 3", nil), ("", nil),
  ])
  func anArmIsFoundByItsName(name: String, index: Int?) {
    let arms = ArmPlan.arms(
      ArmPlan.setups(modes: [.locked, .free], workers: [1, 2], axes: []))
    #expect(ArmPlan.index(of: name, among: arms) == index)
  }

  /// The spelling that the help shows, also where further options are part of the names.
  @Test func theFirstOfSeveralArmsIsTaken() {
    let arms = ArmPlan.arms(
      ArmPlan.setups(modes: [.free], workers: [1, 2], axes: [ArmAxis("io", ["pool", "uring"])]))
    #expect(ArmPlan.index(of: "free:2", among: arms) == 1)
    #expect(ArmPlan.index(of: "free:2:io=uring", among: arms) == 3)
  }

  @Test func aFlagIsAWordOfItsOwn() {
    let setups = ArmPlan.setups(
      modes: [.locked, .free], workers: [1],
      axes: [ArmAxis("no-checkpoints", [""], modes: [.locked])])
    #expect(setups[0].options.flatMap(\.words) == ["--no-checkpoints"])
    #expect(setups[1].options.isEmpty)
    #expect(ArmPlan.arms(setups).map(\.label) == ["locked 1", "free 1"])
  }

  @Test func remarksOfRunsAreSaidOnce() {
    var remarks = RunRemarks()
    for arm in ["free 1", "locked 1"] { remarks.add(["no counters"], arm: arm) }
    remarks.add(["no ring", "no counters"], arm: "locked 1")
    #expect(
      remarks.texts(of: ["free 1", "locked 1"]) == ["no counters", "locked 1: no ring"])
  }

  private func digest(_ files: [(FilePath, String)]) -> OutputDigest {
    OutputDigest(files: files.map { .init(path: $0.0, digest: $0.1) }, bytes: 0)
  }

  @Test func differentOutputsAreNamed() {
    let one = digest([("a.png", "1"), ("b/c.png", "2")])
    #expect(one.difference(from: one) == nil)
    let changed = digest([("a.png", "1"), ("b/c.png", "3")])
    #expect(changed.difference(from: one) == "b/c.png has other bytes")
    let fewer = digest([("a.png", "1")])
    #expect(fewer.difference(from: one) == "b/c.png was written by the second only")
    #expect(one.difference(from: fewer) == "b/c.png was written by the first only")
    #expect(one.combined != changed.combined)
  }

  @Test func progressFitsAnyWidth() {
    let progress = CompareProgress(
      done: 3, total: 66, activity: "round 2 of 10: forked 2", remaining: 61_000_000_000)
    for width in [0, 5, 20, 40, 79, 200] { #expect(progress.bar(width: width).count <= width) }
    #expect(progress.bar(width: 79).contains("3/66  ETA 1 min 01 s  round 2 of 10: forked 2"))
    #expect(progress.plain == "3 of 66 runs, ETA 1 min 01 s, round 2 of 10: forked 2")
  }
}
