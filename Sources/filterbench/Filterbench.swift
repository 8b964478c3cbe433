import FilterCases
import Filters
import Memory
import Pipeline
import Pixels
import Platform
import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// Measures each filter by itself: CPU per pixel of the photograph given, on one thread, with the
/// photograph decoded beforehand and the results thrown away.
///
/// Prints a line for each chain: its name, the nanoseconds of the best run, and the table that it
/// stands in, with tabs between them.
@main
struct Filterbench {
  static let usage = """
    usage: filterbench PHOTO [NAME...]
           filterbench --list
           filterbench --run PHOTO WORK

    Prints CPU nanoseconds per pixel of PHOTO, a PNG or JPEG file, for each case: name, tab, time, tab,
    table. With names, only of the cases that are called so. Two cases read pictures of Fixtures/, below
    the folder that this is called in.

    With --list it prints the names of the cases and measures nothing.

    With --run it does the work eight times and prints nothing, for those who count instructions. WORK
    is a chain, or png or jpeg for decoding and encoding without one.

    """

  /// Of the project's own test pictures.
  private static let fixtures = "Fixtures"

  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    if arguments == ["--list"] { return print(FilterCase.all.map(\.name).joined(separator: "\n")) }
    if arguments.first == "--run", arguments.count == 3 {
      return run(arguments[1], arguments[2])
    }
    guard let path = arguments.first, !path.hasPrefix("-") else { fail(usage, status: 2) }
    measure(path, named: Set(arguments.dropFirst()))
  }

  private static func measure(_ path: String, named names: Set<String>) {
    let unknown = names.subtracting(FilterCase.all.map(\.name)).sorted()
    guard unknown.isEmpty else {
      fail("filterbench: no case is called '\(unknown[0])': see --list\n", status: 2)
    }
    do {
      let photo = try Photo(path: path, profileOf: "\(fixtures)/png/landscape-icc.png")
      for entry in FilterCase.all where names.isEmpty || names.contains(entry.name) {
        let chain = entry.chain(
          width: photo.shape.width, height: photo.shape.height, fixtures: fixtures)
        let time = digits(try photo.nanoseconds(chain))
        print("\(entry.name)\t\(time)\t\(entry.table.rawValue)")
        _ = fflush(nil)
      }
    } catch {
      fail("filterbench: \(path): \(error)\n", status: 1)
    }
  }

  private static func run(_ path: String, _ work: String) {
    do {
      if let format = Recipe.Format(rawValue: work) {
        try Recoding(path: path, format).run(times: 8)
      } else {
        try Photo(path: path).run(work, times: 8)
      }
    } catch {
      fail("filterbench: \(path): \(error)\n", status: 1)
    }
  }

  /// Two digits behind the point, or three where there is nothing before it.
  private static func digits(_ value: Double) -> String {
    let (scale, count) = value < 1 ? (1000, 3) : (100, 2)
    let whole = Int((value * Double(scale)).rounded())
    let rest = String(whole % scale)
    return "\(whole / scale).\(String(repeating: "0", count: count - rest.count))\(rest)"
  }

  private static func fail(_ message: String, status: CInt) -> Never {
    _ = try? FileDescriptor.standardError.writeAll(message.utf8)
    exit(status)
  }
}
