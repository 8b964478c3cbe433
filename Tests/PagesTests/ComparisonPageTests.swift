import Benchmark
import Pages
import SystemPackage
import TestSupport
import Testing

@Suite struct ComparisonPageTests {
  @Test func writes() throws {
    let html = ComparisonPage.html(PlantedReport.make())
    if let folder = Places.environment("TRIPTYCH_PAGES") {
      try Files.write(html.utf8, to: FilePath(folder).appending("comparison.html"))
      let two = PlantedReport.make(workers: [1, 2], cpus: 2, rounds: 4)
      try Files.write(
        ComparisonPage.html(two).utf8, to: FilePath(folder).appending("two.html"))
    }
    #expect(html.utf8.count < 1_500_000)
  }
}
