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
/// Prints a line for each chain: its name, a tab, and the nanoseconds of the best run.
@main
struct Filterbench {
  static let usage = """
    usage: filterbench PHOTO [WORD...]
           filterbench --run PHOTO WORK

    Prints CPU nanoseconds per pixel of PHOTO, a PNG or JPEG file, for each chain: name, tab, time.
    With words, only the cases whose names contain one of them.

    With --run it does the work eight times and prints nothing, for those who count instructions. WORK
    is a chain, or png or jpeg for decoding and encoding without one.

    """

  static func main() {
    let arguments = CommandLine.arguments.dropFirst()
    if arguments.first == "--run", arguments.count == 3 {
      return run(Array(arguments.dropFirst()))
    }
    guard let path = arguments.first, !path.hasPrefix("-") else { fail(usage, status: 2) }
    let words = arguments.dropFirst()
    do {
      let photo = try Photo(path: path)
      for entry in Case.all {
        guard words.isEmpty || words.contains(where: { entry.name.contains($0) }) else { continue }
        print("\(entry.name)\t\(hundredths(try photo.nanoseconds(entry.chain)))")
        _ = fflush(nil)
      }
    } catch {
      fail("filterbench: \(path): \(error)\n", status: 1)
    }
  }

  private static func run(_ arguments: [String]) {
    let (path, work) = (arguments[0], arguments[1])
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

  private static func hundredths(_ value: Double) -> String {
    let whole = Int((value * 100).rounded())
    let rest = whole % 100
    return "\(whole / 100).\(rest < 10 ? "0" : "")\(rest)"
  }

  private static func fail(_ message: String, status: CInt) -> Never {
    _ = try? FileDescriptor.standardError.writeAll(message.utf8)
    exit(status)
  }
}
