import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

extension Sys {
  /// Claims a file, open for writing, for this process, until the process ends or closes any
  /// descriptor of that file. Forked children do not inherit the claim, so that orphans never hold
  /// it.
  ///
  /// - Returns: whether it was free.
  /// - Throws: ENOLCK, where the file system has no locks.
  package static func claim(_ descriptor: FileDescriptor) throws(Errno) -> Bool {
    var whole = flock()
    whole.l_type = Int16(F_WRLCK)
    whole.l_whence = Int16(SEEK_SET)
    // Safe: the structure lives as long as the call.
    do throws(Errno) {
      _ = try call(.lock) {
        unsafe withUnsafeMutablePointer(to: &whole) {
          Int(unsafe fcntl(descriptor.rawValue, F_SETLK, UnsafeMutableRawPointer($0)))
        }
      }
      return true
    } catch {
      if error == .permissionDenied || error == .resourceTemporarilyUnavailable { return false }
      throw error
    }
  }

  /// A name for the time since the machine started; the same for all processes until it starts
  /// anew. Nil where the kernel does not say.
  package static var bootName: [UInt8]? {
    try? Faults.aside { () throws(Errno) in try contents(of: "/proc/sys/kernel/random/boot_id") }
  }
}
