import ArgumentParser
import Filters
import Platform
import SystemPackage

/// `triptych filters`
struct FiltersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "filters", abstract: "List the filters, or explain one.")

  @Argument(help: "The filter to explain.") var name: String?

  func run() throws {
    let width = min(Terminal.width(.standardOutput) ?? 80, 100)
    let style = Style.fitting(
      isTerminal: Terminal.isTerminal(.standardOutput), environment: Environment.value)
    let pages = ManualPages(width: width, style: style)
    guard let name else {
      print(pages.list(FilterCatalogue.all.map { $0.manual }))
      return
    }
    guard let filter = FilterCatalogue.named(name) else {
      let hint = FilterCatalogue.nearest(to: name).map { " Did you mean '\($0)'?" } ?? ""
      throw UsageError(
        "there is no filter '\(name)'.\(hint) 'triptych filters' lists them all")
    }
    print(pages.page(filter.manual))
  }

  private func print(_ lines: [String]) {
    DescriptorSink.standardOutput.write(lines.joined(separator: "\n") + "\n")
  }
}
