#if canImport(Glibc)
  import Glibc
#endif

/// The null device, to which a write costs a system call and nothing else.
func openNull() -> CInt { unsafe open("/dev/null", O_WRONLY) }

/// Nanoseconds that all processors together have been busy since the machine started, to the
/// clock tick; nil where the system does not say.
func machineBusy() -> UInt64? {
  let descriptor = unsafe open("/proc/stat", O_RDONLY)
  guard descriptor >= 0 else { return nil }
  defer { close(descriptor) }
  var text = [UInt8](repeating: 0, count: 256)
  let count = unsafe read(descriptor, &text, text.count)
  guard count > 0 else { return nil }
  let line = String(decoding: text[..<count].prefix { $0 != 10 }, as: UTF8.self)
  let ticks = line.split(separator: " ").dropFirst().compactMap { UInt64($0) }
  guard ticks.count >= 8 else { return nil }
  let busy = ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6]
  return busy * 1_000_000_000 / UInt64(sysconf(CInt(_SC_CLK_TCK)))
}
