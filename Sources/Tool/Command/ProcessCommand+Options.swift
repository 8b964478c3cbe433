import Codecs
import Execution
import FileIO
import Filters
import Pipeline
import Platform
import SystemPackage

/// What options are resolved against.
package struct Machine: Sendable, Hashable {
  package var effectiveCPUs: Int
  /// Bytes of memory that may be used.
  package var memory: Int

  package init(effectiveCPUs: Int, memory: Int) {
    self.effectiveCPUs = effectiveCPUs
    self.memory = memory
  }

  package static var this: Machine {
    Machine(effectiveCPUs: EffectiveCPUs.now().effective, memory: MachineMemory.available())
  }
}

/// From arguments as they were written to options that hold together.
extension ProcessCommand {
  func resolved(on machine: Machine) throws -> ProcessOptions {
    try checkCombinations()
    var options = ProcessOptions(output: ArgumentText.path(output.output))
    options.inputs = input.inputs.map(ArgumentText.path)
    options.recursive = input.recursive
    options.list = input.filesFrom.map { $0 == "-" ? .standardInput : .file(ArgumentText.path($0)) }
    options.nulls = input.nulls
    options.ifExists = output.ifExists
    options.resume = output.resume
    options.checkContent = output.checkContent
    options.retryFailed = output.retryFailed.map(ArgumentText.path)
    options.dryRun = output.dryRun
    options.json = reporting.json
    options.report = reporting.report.map(ReportTarget.init(argument:))
    options.trace = reporting.trace.map(ReportTarget.init(argument:))
    options.quiet = reporting.quiet
    fillExecution(&options, machine)
    try fillRecipe(&options)
    options.notes = ineffective
    options.jpegOptions = picture.jpegOptions
    options.pngOptions = picture.pngOptions
    return options
  }

  private func checkCombinations() throws {
    if input.inputs.isEmpty && input.filesFrom == nil {
      throw UsageError("name files or folders to work on, or a list with --files-from")
    }
    if (input.inputs + [output.output]).contains("") {
      throw UsageError("an empty name stands for no file; write . for the current folder")
    }
    if let name = FilePath(output.output).lastComponent, !output.output.hasSuffix("/"),
      let format = PictureNames.format(of: name), !isFolder(ArgumentText.path(output.output))
    {
      throw UsageError(
        "-o names a folder, and \(output.output) is a picture's name; outputs are called as their "
          + "inputs are: try '-o FOLDER --format \(format.rawValue)', or '-o \(output.output)/' if "
          + "a folder is meant")
    }
    if input.nulls && input.filesFrom == nil {
      throw UsageError("-0 says how --files-from is separated, and there is no --files-from")
    }
    if picture.strict && picture.acceptDamaged {
      throw UsageError("--strict refuses what --accept-damaged keeps; choose one of them")
    }
    if mode.sandbox == .on && chosenMode != .forked {
      throw UsageError(
        "--sandbox on needs worker processes: add --mode forked; threads cannot be kept apart")
    }
    try Destinations.check([
      ("--json", reporting.json ? "-" : nil), ("--report", reporting.report),
      ("--trace", reporting.trace),
    ])
    if output.dryRun, reporting.report != nil || reporting.trace != nil {
      throw UsageError(
        "--dry-run does nothing that \(reporting.report != nil ? "--report" : "--trace") could "
          + "tell of; leave one of them out")
    }
  }

  private func isFolder(_ path: FilePath) -> Bool {
    ((try? FileFacts.of(path)) ?? nil)?.kind == .folder
  }

  private func fillRecipe(_ options: inout ProcessOptions) throws {
    do {
      if let text = picture.chain { options.recipe.chain = try FilterChain(parsing: text) }
    } catch {
      // What shells and other tools put between one step and the next.
      let wrong = error.chain.utf8.dropFirst(error.range.lowerBound).prefix(error.range.count)
      let isForeign = wrong.contains { $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: "|") }
      throw UsageError(
        "in the filter chain: \(error.description)"
          + (isForeign ? "\n  Filters are separated by commas." : ""))
    }
    let limit = options.execution.maxInputBytes
    options.recipe.chain = try options.recipe.chain.reading {
      try OverlayFile.read($0, limit: limit)
    }
    if picture.chain != nil && options.recipe.chain.isEmpty {
      throw UsageError(
        "the filter chain is empty: leave -f out to do without filters; 'triptych filters' lists "
          + "what there is")
    }
    options.recipe.format = picture.format
    if let level = picture.pngLevel { options.recipe.png.level = level }
    if let quality = picture.quality { options.recipe.jpeg.quality = quality }
    if let subsampling = picture.subsampling { options.recipe.jpeg.subsampling = subsampling }
    options.recipe.jpeg.progressive = picture.progressive
    if let color = picture.background {
      options.recipe.jpeg.background = (color.red, color.green, color.blue)
    }
    options.recipe.metadata = picture.metadata
    options.recipe.autoOrient = !picture.noAutoOrient
    options.recipe.plantedWork = picture.plantBusy ?? 0
    if picture.strict { options.recipe.decode.damage = .strict }
    if picture.acceptDamaged { options.recipe.decode.damage = .accept }
    if let pixels = picture.maxPixels { options.recipe.decode.maxPixels = pixels }
  }

  private func fillExecution(_ options: inout ProcessOptions, _ machine: Machine) {
    var settings = ExecutionSettings()
    settings.mode = chosenMode ?? .free
    settings.workers =
      settings.mode == .inline
      ? 1 : (execution.workers ?? .auto).resolved(effectiveCPUs: machine.effectiveCPUs)
    settings.io = execution.io
    if let handoff = mode.handoff { settings.handoff = handoff }
    settings.sandbox = mode.sandbox ?? .auto
    settings.inputs = options.inputs
    settings.output = options.output
    if let scope = mode.lockScope { settings.lockScope = scope }
    if let interval = mode.switchInterval { settings.switchInterval = interval }
    settings.checkpoints = !mode.noCheckpoints
    settings.memoryBudget =
      (execution.memoryBudget ?? .standard).resolved(available: machine.memory)
    if let inFlight = execution.inFlight { settings.inFlight = inFlight }
    settings.durability = execution.durability
    if execution.ioLatency != nil || execution.ioBandwidth != nil {
      settings.throttle = Throttle(
        latency: execution.ioLatency ?? 0, bandwidth: execution.ioBandwidth.map(UInt64.init))
    }
    settings.failFast = output.failFast
    settings.timeLimit = picture.maxSeconds
    if let bytes = picture.maxBytes { settings.maxInputBytes = bytes }
    settings.split = mode.split ?? .auto
    settings.tally = mode.tally
    options.automatic = .init(
      mode: chosenMode == nil, workers: execution.workers == .auto,
      inFlight: execution.inFlight == nil, effectiveCPUs: machine.effectiveCPUs)
    options.execution = settings
  }

  /// Nil where it is to be chosen for the files at hand.
  private var chosenMode: Mode? {
    if case .exactly(let mode) = execution.mode { mode } else { nil }
  }

  private var ineffective: [String] {
    var inEffect = InEffect()
    inEffect.noteModes(
      chosenMode.map { [$0] } ?? [], chosenBy: "--mode",
      [
        ("--sandbox", mode.sandbox != nil, .forked),
        ("--handoff", mode.handoff != nil, .forked),
        ("--lock-scope", mode.lockScope != nil, .locked),
        ("--switch-interval", mode.switchInterval != nil, .locked),
        ("--no-checkpoints", mode.noCheckpoints, .locked),
      ])
    inEffect.note(
      "--split", given: mode.split == .on, without: "--mode free", chosenMode ?? .free == .free)
    inEffect.note(
      "--split", given: mode.split == .on, besides: "--max-seconds", picture.maxSeconds != nil)
    inEffect.note(
      "--check-content", given: output.checkContent, without: "--resume", output.resume)
    inEffect.noteFormats(picture)
    return inEffect.notes
  }
}
