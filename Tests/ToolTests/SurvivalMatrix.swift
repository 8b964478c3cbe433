import FileIO
import Platform
import SystemPackage
import TestSupport

/// Every call that a run makes × whatever may happen to it × modes and hand-offs × engines.
struct SurvivalCase: Sendable, CustomStringConvertible {
  var call: Sys.Call
  var effect: FaultPlan.Effect
  var mode: [String]
  var engine: String
  /// Which calls of that name it happens to, as plans have it.
  var position: String
  /// Whether older outputs are there, to be replaced.
  var replaces: Bool
  var durability: String

  var plan: String { "\(call.rawValue):\(effect.name ?? "?")\(position)" }
  var options: [String] {
    mode + ["--io", engine, "--durability", durability]
      + (replaces ? ["--if-exists", "overwrite"] : [])
  }
  var description: String { "\(plan) \(options.joined(separator: " "))" }

  static let modes =
    [["--mode", "free"], ["--mode", "locked"]]
    + ["path", "pipe", "shm"].map { ["--mode", "forked", "--handoff", $0] }
  private static let engines = ["blocking", "pool", "uring"]

  /// What only comparisons do; what pidfd is for in other commands; and kill, which only workers
  /// meet that no longer answer, or are left where another call failed.
  private static let unused: Set<Sys.Call> = [.mincore, .fadvise, .spawn, .pidfd, .rmdir, .kill]

  private static let pairs = Sys.Call.allCases
    .filter { !unused.contains($0) && !ways(of: $0).isEmpty }
    .flatMap { call in call.effects.map { (call, $0) } }

  /// All, one alone, every third. Which calls the later ones are is up to the mode: the first words
  /// of a worker, or those about one that took the place of another. A dozen files are opened
  /// before the first picture is.
  private static let positions = ["", "@1", "@2/3", "@3", "@5", "@7", "@9", "@12", "@15"]

  /// One mode, engine and time for each pair of call and effect. Drawn, since where all of them
  /// took turns, the turns of one would go with the turns of another.
  static let some: [SurvivalCase] = {
    var random = SeededRandom(seed: 28)
    return pairs.compactMap { pair in
      guard let way = ways(of: pair.0).randomElement(using: &random) else { return nil }
      let time = Int.random(in: 0..<6 * positions.count, using: &random)
      return SurvivalCase(pair, mode: way.mode, engine: way.engine, time: time)
    }
  }()

  /// The whole product.
  static let all: [SurvivalCase] = pairs.flatMap { pair in
    modes.flatMap { mode in
      engines.flatMap { engine in
        positions.indices.map { SurvivalCase(pair, mode: mode, engine: engine, time: $0) }
      }
    }
  }

  /// Whether runs of that kind make the call at all.
  private static func isMade(_ call: Sys.Call, mode: [String], engine: String) -> Bool {
    let isForked = mode.contains("forked")
    return switch call {
    case .ringSetup: engine == "uring"
    case .ringEnter, .ringAnswer: engine == "uring" && hasRing
    case .memfd: mode.contains("shm")
    case .fork, .wait, .socketpair, .send, .receive: isForked
    // The sanitizers and the sandbox do not go together.
    case .prctl, .seccomp, .landlock, .setrlimit: isForked && Places.sanitizer == nil
    default: true
    }
  }

  private static func ways(of call: Sys.Call) -> [(mode: [String], engine: String)] {
    modes.flatMap { mode in engines.map { (mode, $0) } }
      .filter { isMade(call, mode: $0.mode, engine: $0.engine) }
  }

  /// Whether a ring can be had here.
  static let hasRing: Bool = {
    guard let engine = try? URingEngine(depth: 1) else { return false }
    engine.shutdown()
    return true
  }()

  /// Whether a call of that name that is made at all is one that the fault happens to.
  var mustStrike: Bool {
    ["", "@1", "@1/2"].contains(position) && Self.isMade(call, mode: mode, engine: engine)
  }

  /// The same happening to the first such call.
  var ofFirst: SurvivalCase {
    var first = self
    first.position = "@1"
    return first
  }

  private init(_ pair: (Sys.Call, FaultPlan.Effect), mode: [String], engine: String, time: Int) {
    (call, effect) = pair
    self.mode = mode
    self.engine = engine
    // Interrupted for ever is tried for ever.
    let isEndless =
      effect == .fail(.interrupted) || (call == .ringAnswer && effect == .late)
    let position = Self.positions[time % Self.positions.count]
    self.position = position.isEmpty && isEndless ? "@1/2" : position
    replaces = call == .rename || time % 3 == 1
    durability =
      call == .fsync ? "file" : call == .syncfs ? "batch" : ["none", "file"][time % 2]
  }
}
