import SystemPackage

/// A line of /proc/self/cgroup that says something about a resource.
package struct ControlGroup {
  package enum Version { case one, two }
  package var version: Version
  /// The group's folder and those above it, up to where the hierarchy is mounted.
  package var levels: [FilePath]

  /// Lines read "ID:CONTROLLERS:PATH"; version 2 has no controllers.
  /// - Parameter controller: "cpu" or "memory".
  package static func all(in text: String, of controller: String) -> [ControlGroup] {
    text.split(separator: "\n").compactMap { line in
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { return nil }
      let controllers = fields[1].split(separator: ",")
      if fields[1].isEmpty {
        return ControlGroup(version: .two, levels: levels(of: fields[2], in: "/sys/fs/cgroup"))
      }
      guard controllers.contains(where: { $0 == controller }) else { return nil }
      let mount = FilePath("/sys/fs/cgroup").appending(controller)
      return ControlGroup(version: .one, levels: levels(of: fields[2], in: mount))
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
