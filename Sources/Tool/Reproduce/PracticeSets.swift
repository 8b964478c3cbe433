import Platform
import Report
import SystemPackage

/// Folders of drawn pictures in the scratch folder.
struct PracticeSets {
  let scratch: Scratch
  let plan: ReproducePlan

  /// CPU nanoseconds that a pixel takes on this machine, from reading its bytes to writing them;
  /// nil where somebody asked to stop.
  func trial(_ launcher: Launcher) throws(CompareError) -> Double? {
    let picture = PracticePicture(pixels: 480 * 360, number: 0)
    let folder = try draw([picture], in: "trial")
    let words = ["process", "--filters", ReproducePlan.chain, "--mode", "inline"]
    guard
      let run = try launcher.run(
        words, inputs: [ArgumentText.encode(folder.bytes)], arm: "the trial", traced: false,
        whileRunning: {})
    else { return nil }
    try scratch.clear()
    let cpu = run.report.stages.values.reduce(0) { $0 + ($1.cpu ?? 0) }
    return Double(max(cpu, 1)) / Double(picture.width * picture.height)
  }

  /// Pictures on which one worker computes for about as long as planned.
  func computed(_ perPixel: Double) throws(CompareError) -> FilePath {
    try draw(plan.computedPictures, seconds: plan.computing, perPixel, in: "computed")
  }

  /// A few pictures that take many switch intervals each.
  func large(_ perPixel: Double) throws(CompareError) -> FilePath {
    try draw(plan.largePictures, seconds: plan.overlapping, perPixel, in: "large")
  }

  /// Pictures that are hardly any work.
  func waited() throws(CompareError) -> FilePath {
    try draw(
      (0..<plan.waitedPictures).map { PracticePicture(width: 64, height: 48, number: $0) },
      in: "waited")
  }

  private func draw(
    _ count: Int, seconds: Double, _ perPixel: Double, in name: String
  ) throws(CompareError) -> FilePath {
    let pixels = seconds * 1e9 / perPixel / Double(count)
    // Smaller ones would be all start-up, larger ones all memory.
    let size = min(max(Int(pixels), 64 * 48), 8_000_000)
    return try draw((0..<count).map { PracticePicture(pixels: size, number: $0) }, in: name)
  }

  private func draw(
    _ pictures: [PracticePicture], in name: String
  ) throws(CompareError) -> FilePath {
    let folder = scratch.folder.appending(name)
    do {
      try Sys.makeDirectory(folder)
    } catch {
      throw CompareError(
        "cannot make \(folder.printable): \(error.description)", .environment)
    }
    for picture in pictures {
      let number = picture.number < 10 ? "0\(picture.number)" : "\(picture.number)"
      try picture.write(to: folder.appending("\(number).jpg"))
    }
    return folder
  }
}
