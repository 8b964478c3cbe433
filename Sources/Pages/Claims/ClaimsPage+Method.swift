import Benchmark
import Claims
import Figures

extension ClaimsPage {
  static func method(_ report: ClaimsReport) -> Page.Section {
    Page.Section(identifier: "method", name: "Method", heading: "How it was measured") {
      element("dl", ["class": "method"]) {
        if let machine = report.evidence.computing?.machine {
          element("dt") { "Machine" }
          element("dd") {
            "\(machine.cpu ?? "CPU not known"), "
              + "\(Humanised.count(machine.effectiveCPUs, "CPU")) to use"
          }
        }
        if let work = report.evidence.computing?.workload {
          element("dt") { "Pictures" }
          element("dd") {
            "\(Humanised.count(work.files, "file")), \(Humanised.bytes(work.inputBytes))"
              + (report.evidence.hasOwnPictures ? " of one's own" : ", drawn for it")
            if let chain = work.chain {
              ", "
              element("code") { chain }
            }
          }
        }
        element("dt") { "Seed" }
        element("dd") { "\(report.evidence.seed)" }
        element("dt") { "The same again" }
        element("dd") {
          element("code") { report.command.map(ComparisonPage.quoted).joined(separator: " ") }
        }
      }
    }
  }
}
