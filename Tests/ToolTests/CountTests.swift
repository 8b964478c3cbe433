import Filters
import SystemPackage
import TestSupport
import Testing

/// Instructions that our own code takes for a fixed set of work, counted by valgrind: unlike times
/// they are the same on every run and however busy the machine is, so a kernel that no longer
/// vectorises shows at once.
///
/// Benchmarks/counts.tsv keeps them: for the loops that any processor runs, and for those for wide
/// vectors where there are such. Libraries are not counted, only what is in our program; but
/// another compiler makes other code of it, so the file names the one whose counts it keeps, and
/// those of another may be a quarter more. With TRIPTYCH_COUNTS=write in the environment (`make
/// counts`) the file is written anew instead of compared.
@Suite("Instruction counts", .serialized)
struct CountTests {
  static let kept = Places.root.appending("Benchmarks/counts.tsv")
  static let isWriting = Places.environment("TRIPTYCH_COUNTS") == "write"
  static let valgrind = Places.program("valgrind")
  static let strip = Places.program("strip")

  /// The compiler and the architecture, as the file's first line has them.
  static let compiler: String = {
    guard let swift = Places.program("swift"),
      let said = try? Process.run(swift, ["--version"]).output
    else { return "# unknown" }
    let lines = said.split(separator: "\n").map(String.init)
    return "# "
      + lines.filter { $0.contains("Swift version") || $0.hasPrefix("Target") }
      .joined(separator: "; ")
  }()

  static let margin: CountMargin? = (try? Files.lines(kept).first).flatMap {
    CountMargin(kept: $0, now: compiler)
  }

  /// Sanitizers and valgrind do not go together.
  static let canCount: Bool = {
    guard Places.sanitizer == nil else { return false }
    if valgrind == nil {
      print("no valgrind (package valgrind): instructions are not counted")
      return false
    }
    if strip == nil {
      print("no strip (package binutils): instructions are not counted")
      return false
    }
    return true
  }()

  static let canCompare: Bool = {
    guard canCount, !isWriting else { return false }
    guard let margin else {
      print("instruction counts were kept for another architecture: they are not compared")
      return false
    }
    if let note = margin.note { print(note) }
    return true
  }()

  @Test(.enabled(if: canCompare, "there is nothing to compare, or to count with"))
  func countsAreTheKeptOnes() throws {
    let margin = try #require(Self.margin)
    let kept = try KeptCounts(Files.lines(Self.kept))
    let counter = try InstructionCounter()
    if !counter.hasWide { print("no AVX2, which valgrind needs: loops for it are not counted") }
    #expect(
      kept.names == CountedWork.all.map(\.name),
      "Benchmarks/counts.tsv has other work: make counts")
    for work in CountedWork.all {
      for loops in counter.loops(of: work) {
        let before = try #require(
          kept[work.name, loops], "\(work.name) was never counted: make counts")
        let count = try counter.count(work, loops)
        #expect(
          margin.allows(count, before),
          "\(work.name), \(loops.rawValue): \(count) instructions for \(before); \(margin.advice)")
      }
    }
  }

  @Test(
    .enabled(if: isWriting, "compared, not written"),
    .enabled(if: canCount, "there is nothing to count with"))
  func writesTheCountsAnew() throws {
    let counter = try InstructionCounter()
    try #require(counter.hasWide, "valgrind has AVX2 only where the processor has it")
    var lines = [
      Self.compiler,
      "# Instructions of our own code for work done eight times, by the loops for any processor",
      "# and, where there are such, by those for wide vectors (x86-64-v3); see make counts.",
    ]
    for work in CountedWork.all {
      let counts = try counter.loops(of: work).map { String(try counter.count(work, $0)) }
      lines.append(([work.name] + counts).joined(separator: "\t"))
    }
    try Files.write((lines.joined(separator: "\n") + "\n").utf8, to: Self.kept)
  }

  @Test(arguments: FilterCatalogue.all.map { $0.manual.name })
  func everyFilterIsCounted(_ name: String) throws {
    let isCounted = try CountedWork.all.contains { entry in
      guard entry.work != "png", entry.work != "jpeg" else { return false }
      return try FilterChain(parsing: entry.work).filters
        .contains { type(of: $0).manual.name == name }
    }
    #expect(isCounted, "\(name) wants a line in CountedWork")
  }
}
