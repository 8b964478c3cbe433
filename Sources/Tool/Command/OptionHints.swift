/// What to use in `triptych process` instead of options that other tools have for the same thing.
/// The parser suggests options whose names are similar, and those seldom mean something similar.
enum OptionHints {
  private static let counterparts = [
    "--overwrite": "--if-exists overwrite", "--force": "--if-exists overwrite",
    "--skip-existing": "--if-exists skip", "--no-clobber": "--if-exists skip",
    "--update": "--if-exists stale",
    "-j": "--workers", "--jobs": "--workers", "--threads": "--workers",
    "--processes": "--mode forked --workers", "--procs": "--mode forked --workers",
    "--out": "--output", "--outdir": "--output", "--output-dir": "--output",
    "--output-format": "--format", "--to": "--format", "--type": "--format",
    "--resize": "--filters resize=…", "--size": "--filters resize=…",
    "--thumbnail": "--filters resize=…", "--width": "--filters resize=…",
    "--height": "--filters resize=…", "--crop": "--filters crop=…",
    "--rotate": "--filters rotate=…", "--blur": "--filters gaussian=…",
    "--filter": "--filters", "--chain": "--filters", "--pipeline": "--filters",
    "--strip": "--metadata none", "--compression": "--png-level", "--level": "--png-level",
  ]

  /// - Parameter message: what the parser says of wrong usage, which begins with what is wrong.
  static func improve(_ message: String) -> String {
    let start = "Error: Unknown option '"
    guard message.hasPrefix(start) else { return message }
    let name = String(message.dropFirst(start.count).prefix { $0 != "'" })
    // A letter may have its value right behind it.
    let isLetter = name.hasPrefix("-") && !name.hasPrefix("--")
    guard let counterpart = counterparts[isLetter ? String(name.prefix(2)) : name] else {
      return message
    }
    let rest = message.drop { $0 != "\n" }
    return "\(start)\(name)'. Use '\(counterpart)'.\(rest)"
  }
}
