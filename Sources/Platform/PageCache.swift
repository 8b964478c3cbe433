import SystemPackage

#if canImport(Glibc)
  import Glibc
#endif

/// What the kernel keeps of files in memory.
package enum PageCache {
  /// How much of a file is there, in pages.
  package struct Residency: Sendable, Hashable {
    package var resident: Int
    package var pages: Int

    package init(resident: Int, pages: Int) {
      self.resident = resident
      self.pages = pages
    }
  }

  /// Asks with mincore(2). Of a file that the caller neither owns nor may write, Linux answers that
  /// all of it is there, whatever is the case.
  package static func residency(of path: FilePath) throws(Errno) -> Residency {
    let file = try Sys.open(path, .reading)
    let size = try Sys.status(file.borrowed).size
    guard size > 0 else { return Residency(resident: 0, pages: 0) }
    let page = sysconf(CInt(_SC_PAGESIZE))
    let count = (size + page - 1) / page
    if case .fail(let errno)? = Faults.strike(.mmap) { throw errno }
    let failed = unsafe UnsafeMutableRawPointer(bitPattern: -1)
    // Mapping alone reads nothing. Safe: nothing is read through it; it is only asked about.
    let base = unsafe mmap(nil, size, PROT_READ, MAP_SHARED, file.raw, 0)
    guard let base = unsafe base, unsafe base != failed else { throw Errno(rawValue: errno) }
    defer { _ = unsafe munmap(base, size) }
    var flags = [UInt8](repeating: 0, count: count)
    _ = try Sys.call(.mincore) { Int(unsafe mincore(base, size, &flags)) }
    return Residency(resident: flags.count { $0 & 1 != 0 }, pages: count)
  }

  /// Asks the kernel to forget a file. What it must still write goes to the device first; pages
  /// that somebody has mapped stay, as does everything on file systems without a device (tmpfs).
  package static func drop(_ path: FilePath) throws(Errno) {
    let file = try Sys.open(path, .reading)
    try Sys.fsync(file.borrowed)
    if case .fail(let errno)? = Faults.strike(.fadvise) { throw errno }
    let failure = posix_fadvise(file.raw, 0, 0, POSIX_FADV_DONTNEED)
    guard failure == 0 else { throw Errno(rawValue: failure) }
  }
}
