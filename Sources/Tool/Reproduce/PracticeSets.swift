import Platform
import Report
import SystemPackage

/// Folders of drawn pictures in the scratch folder.
struct PracticeSets {
  let scratch: Scratch
  let plan: ReproducePlan

  /// Pictures on which one worker computes for about as long as planned, sized by a trial on this
  /// machine.
  func computed(_ launcher: Launcher) throws(CompareError) -> FilePath? {
    let trial = PracticePicture(pixels: 480 * 360, number: 0)
    let folder = try draw([trial], in: "trial")
    let words = ["process", "--filters", ReproducePlan.chain, "--mode", "inline"]
    guard
      let run = try launcher.run(
        words, inputs: [ArgumentText.encode(folder.bytes)], arm: "the trial", traced: false,
        whileRunning: {})
    else { return nil }
    try scratch.clear()
    let cpu = run.report.stages.values.reduce(0) { $0 + ($1.cpu ?? 0) }
    let perPixel = Double(max(cpu, 1)) / Double(trial.width * trial.height)
    let pixels = plan.computing * 1e9 / perPixel / Double(plan.computedPictures)
    // Smaller ones would be all start-up, larger ones all memory.
    let size = min(max(Int(pixels), 64 * 48), 8_000_000)
    return try draw(
      (0..<plan.computedPictures).map { PracticePicture(pixels: size, number: $0) },
      in: "computed")
  }

  /// Pictures that are hardly any work.
  func waited() throws(CompareError) -> FilePath {
    try draw(
      (0..<plan.waitedPictures).map { PracticePicture(width: 64, height: 48, number: $0) },
      in: "waited")
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
