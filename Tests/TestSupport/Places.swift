import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// Where things lie that tests need.
package enum Places {
  /// The package's root, found from where this file was compiled.
  package static let root: FilePath = {
    var path = FilePath(#filePath)
    for _ in 0..<3 { path.removeLastComponent() }
    return path
  }()

  /// The project's own test pictures.
  package static let fixtures = root.appending("Fixtures")

  /// Test pictures made by others, kept beside the repository; not everybody has them.
  package static let corpus = root.removingLastComponent().appending("shared/corpus")

  package static let hasCorpus: Bool = {
    let isThere = exists(corpus.appending("EXPECT.tsv"))
    if !isThere { print("no corpus at \(corpus): tests that need it are skipped") }
    return isThere
  }()

  /// For `.enabled(if: Places.hasCorpus, …)`.
  package static let corpusAbsence = "the shared corpus is absent"

  /// The folder of the products that were built with the tests.
  package static let products: FilePath = {
    // Test bundles are executables that stand among the products.
    let size = Int(PATH_MAX)
    let own = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: size + 1) { buffer in
      let length = unsafe readlink("/proc/self/exe", buffer.baseAddress!, size)
      unsafe buffer[max(length, 0)] = 0
      return unsafe FilePath(platformString: buffer.baseAddress!)
    }
    return own.removingLastComponent()
  }()

  /// The tool, as a user would run it.
  package static let triptych = products.appending("triptych")

  /// The sanitizer that everything was built with: `address` or `thread`; `make` says so.
  package static let sanitizer = environment("TRIPTYCH_SANITIZER")

  /// A program on PATH, or nil.
  package static func program(_ name: String) -> FilePath? {
    let paths = environment("PATH") ?? "/usr/bin:/bin"
    return paths.split(separator: ":").lazy
      .map { FilePath(String($0)).appending(name) }
      .first { path in unsafe path.withPlatformString { unsafe access($0, X_OK) } == 0 }
  }

  package static func exists(_ path: FilePath) -> Bool {
    unsafe path.withPlatformString { unsafe access($0, F_OK) } == 0
  }

  /// An environment variable, or nil.
  package static func environment(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }
}
