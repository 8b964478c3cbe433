#if canImport(Glibc)
  import Glibc
#endif

/// Environment variables.
enum Environment {
  static func value(_ name: String) -> String? {
    // Safe: the string is copied before anything could change the environment.
    guard let start = unsafe getenv(name) else { return nil }
    return unsafe String(cString: start)
  }
}
