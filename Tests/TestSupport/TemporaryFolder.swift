import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// A folder of its own for a test, removed with everything in it when the test lets go of it.
package final class TemporaryFolder: Sendable {
  package let path: FilePath

  /// - Parameter parent: where to make it; the system's place for temporary files otherwise.
  /// - Throws: the errno of a folder that could not be made.
  package init(in parent: FilePath? = nil) throws {
    let parent = parent ?? FilePath(Places.environment("TMPDIR") ?? "/tmp")
    var template = unsafe parent.appending("triptych-test-XXXXXX").withPlatformString {
      unsafe Array(UnsafeBufferPointer(start: $0, count: strlen($0) + 1))
    }
    guard unsafe mkdtemp(&template) != nil else { throw Errno(rawValue: errno) }
    path = FilePath(
      String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
  }

  deinit { Files.remove(path) }

  package func appending(_ name: String) -> FilePath { path.appending(name) }
}
