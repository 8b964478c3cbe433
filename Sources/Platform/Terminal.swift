import CPlatformShims
import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// The terminal behind a descriptor, if there is one.
package enum Terminal {
  package static func isTerminal(_ descriptor: FileDescriptor) -> Bool {
    isatty(descriptor.rawValue) == 1
  }

  /// Columns, or nil where it is no terminal or does not say.
  package static func width(_ descriptor: FileDescriptor) -> Int? {
    let columns = platform_terminal_width(descriptor.rawValue)
    return columns > 0 ? Int(columns) : nil
  }
}
