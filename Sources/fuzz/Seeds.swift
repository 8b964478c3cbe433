import FuzzTargets
import Platform
import SystemPackage

/// Files that fuzzing begins with.
enum Seeds {
  /// Above this, a picture costs more time than it brings.
  private static let mostBytes = 16 << 10

  static func write(for target: FuzzTarget, into folder: String, from paths: [String]) -> CInt {
    let pictures = paths.compactMap { try? Sys.contents(of: FilePath($0)) }
      .filter { $0.count <= mostBytes }
    do {
      try Sys.makeDirectories(FilePath(folder))
      for (number, seed) in target.seeds(from: pictures).enumerated() {
        let path = FilePath(folder).appending("seed-\(number)")
        try? Sys.unlink(path)
        let file = try Sys.open(path, .new)
        // Safe: the bytes are the array's own and live as long as the call.
        try unsafe seed.withUnsafeBytes { unsafe try Sys.writeAll(file.borrowed, $0) }
      }
      return 0
    } catch {
      print("fuzz: cannot write seeds to \(folder): \(error)")
      return 1
    }
  }
}
