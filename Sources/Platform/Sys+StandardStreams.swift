import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

extension Sys {
  /// Sees to it that descriptors 0, 1 and 2 are open, onto /dev/null where the caller closed them
  /// (`>&-`).
  ///
  /// A closed one would be given to the next file or socket that is opened, and what is meant for
  /// the terminal would go there: into an output, or between a coordinator and its workers. Call it
  /// before anything else is opened.
  package static func openStandardStreams() {
    for number: CInt in 0...2 where fcntl(number, F_GETFD) == -1 && errno == EBADF {
      // The lowest free number is this one: those below it are open by now. Should there be no
      // /dev/null, nothing can be done.
      _ = unsafe Glibc.open("/dev/null", number == 0 ? O_RDONLY : O_WRONLY)
    }
  }
}
