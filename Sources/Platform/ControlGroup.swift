import SystemPackage

/// A line of /proc/self/cgroup that says something about CPU.
struct ControlGroup {
  enum Version { case one, two }
  var version: Version
  /// The group's folder and those above it, up to where the hierarchy is mounted.
  var levels: [FilePath]

  /// Lines read "ID:CONTROLLERS:PATH"; version 2 has no controllers.
  static func all(in text: String) -> [ControlGroup] {
    text.split(separator: "\n").compactMap { line in
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { return nil }
      let controllers = fields[1].split(separator: ",")
      if fields[1].isEmpty {
        return ControlGroup(version: .two, levels: levels(of: fields[2], in: "/sys/fs/cgroup"))
      }
      guard controllers.contains("cpu") else { return nil }
      return ControlGroup(version: .one, levels: levels(of: fields[2], in: "/sys/fs/cgroup/cpu"))
    }
  }

  private static func levels(of group: Substring, in mount: FilePath) -> [FilePath] {
    var levels = [mount]
    // "..": the group lies outside the namespace that is mounted, and cannot be seen.
    for name in group.split(separator: "/") where name != ".." {
      levels.append(levels[levels.count - 1].appending(String(name)))
    }
    return levels
  }
}
