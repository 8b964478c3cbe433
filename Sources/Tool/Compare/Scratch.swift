import Platform
import SystemPackage

/// A folder for what runs write, removed with everything in it when its owner lets go of it.
///
/// A class, not a noncopyable value: the comparison holds it through code that throws.
final class Scratch {
  let folder: FilePath

  /// Below TMPDIR, or /tmp.
  init() throws(CompareError) {
    let variable = Environment.value("TMPDIR") ?? ""
    let parent: FilePath = variable.isEmpty ? "/tmp" : FilePath(variable)
    do {
      folder = try Sys.makeTemporaryDirectory(in: parent, prefix: "triptych-compare.")
    } catch {
      throw CompareError(
        "cannot make a scratch folder in \(parent.printable): \(error.description); "
          + "name another place in TMPDIR", .environment)
    }
  }

  /// What a run that was killed had handed to the kernel may come into place after its end.
  deinit {
    for _ in 0..<20 {
      if remove() { return }
      Clock.sleep(until: Clock.wall() + 50_000_000)
    }
  }

  /// - Returns: whether it is gone.
  private func remove() -> Bool {
    do throws(Errno) {
      try Sys.removeTree(folder)
      return true
    } catch {
      return error == .noSuchFileOrDirectory
    }
  }

  var output: FilePath { folder.appending("out") }
  var report: FilePath { folder.appending("report.json") }
  var trace: FilePath { folder.appending("trace.json") }
  var said: FilePath { folder.appending("said") }
  var complaints: FilePath { folder.appending("complaints") }
  var inputList: FilePath { folder.appending("inputs") }

  /// Takes away what a run wrote, so that the next finds the place empty.
  func clear() throws(CompareError) {
    do {
      try Sys.removeTree(output)
    } catch .noSuchFileOrDirectory {
    } catch {
      throw CompareError(
        "cannot remove \(output.printable): \(error.description)", .environment)
    }
    for file in [report, trace] { try? Sys.unlink(file) }
  }
}
