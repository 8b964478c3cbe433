import Execution
import Figures
import FileIO
import Measure
import Pipeline
import Platform

/// The end of a run in a dozen lines, for people.
package struct RunSummary {
  package var result: BatchResult
  package var style: Style

  package init(_ result: BatchResult, style: Style) {
    self.result = result
    self.style = style
  }

  private static let labelWidth = 8

  package var lines: [String] {
    var lines = [""]
    lines.append(labelled("files", files))
    lines.append(labelled("data", data))
    lines.append(labelled("wall", wall))
    lines.append(labelled("CPU", cpu))
    lines.append(labelled("memory", memory))
    if let kernel { lines.append(labelled("kernel", kernel)) }
    if let delay = result.runQueueDelay {
      lines.append(
        labelled("queue", "\(Humanised.duration(delay)) ready to run and without a CPU"))
    }
    lines.append(labelled("ran", how))
    if let throttle = result.settings.throttle {
      lines.append(labelled("slowed", style.yellow(throttle.description)))
    }
    if let count = result.pixelCount { lines.append(labelled("tally", count.text)) }
    return lines + stages + lock + processes
  }

  private func labelled(_ label: String, _ text: String) -> String {
    let padding = String(repeating: " ", count: max(1, RunSummary.labelWidth - label.count))
    return "  " + style.bold(label) + padding + text
  }

  private var files: String {
    let tally = result.tally
    var parts = ["\(Humanised.count(tally.done)) done"]
    if !tally.failures.isEmpty {
      parts.append(style.red("\(Humanised.count(tally.failures.count)) failed"))
    }
    if tally.interrupted > 0 {
      parts.append(style.yellow("\(Humanised.count(tally.interrupted)) interrupted"))
    }
    if result.skipped > 0 { parts.append("\(Humanised.count(result.skipped)) skipped") }
    let left = tally.total - tally.ended
    if left > 0 { parts.append(style.yellow("\(Humanised.count(left)) not started")) }
    if tally.warnings > 0 {
      parts.append(style.yellow(Humanised.count(tally.warnings, "warning")))
    }
    return parts.joined(separator: ", ")
  }

  private var data: String {
    let tally = result.tally
    return "\(Humanised.bytes(tally.inputBytes)) and \(Humanised.pixels(tally.inputPixels)) in, "
      + "\(Humanised.bytes(tally.outputBytes)) and \(Humanised.pixels(tally.outputPixels)) out"
  }

  private var wall: String {
    let wall = result.figures.wall
    guard wall > 0 else { return Humanised.duration(0) }
    let seconds = Double(wall) / 1e9
    let files = Humanised.figures(Double(result.tally.done) / seconds)
    let pixels = Humanised.figures(Double(result.tally.inputPixels) / 1e6 / seconds)
    return "\(Humanised.duration(wall))  (\(files) files/s, \(pixels) MP/s)"
  }

  private var cpu: String {
    guard let user = result.cpuUser, let system = result.cpuSystem else { return "not measured" }
    let text = "\(Humanised.duration(user)) user, \(Humanised.duration(system)) system"
    guard let cores = result.coreUse.effectiveCores else { return text }
    return "\(text) = \(Humanised.fixed(cores, 2)) effective cores of \(result.effectiveCPUs)"
  }

  /// What the kernel counted besides, of the whole program.
  private var kernel: String? {
    guard let all = result.usage.all else { return nil }
    return "\(Humanised.count(Int64(all.voluntarySwitches), "wait")), "
      + "cut off \(Humanised.count(Int64(all.involuntarySwitches), "time")), "
      + "\(Humanised.count(Int64(all.minorFaults + all.majorFaults), "page fault")) "
      + "(\(Humanised.count(Int64(all.majorFaults))) from storage)"
  }

  private var memory: String {
    guard let peak = result.figures.memory?.peak.bytes else { return "not measured" }
    let isForked = result.settings.mode == .forked
    return "\(Humanised.bytes(peak)) at the peak\(isForked ? ", shared pages counted once" : "")"
  }

  private var how: String {
    let settings = result.settings
    // Nobody is started who would have nothing to do.
    let workers = min(settings.workers, max(result.tally.total, 1))
    var text = "\(settings.mode.rawValue), \(Humanised.count(workers, "worker"))"
    if workers < settings.workers { text += " of \(Humanised.count(settings.workers))" }
    if let shortfall = result.figures.shortfall { text += " (\(shortfall))" }
    if settings.mode == .forked { text += ", hand-off by \(settings.handoff.rawValue)" }
    if !result.figures.engine.isEmpty { text += ", I/O by \(result.figures.engine)" }
    if settings.io == .null { text += " (nothing was written)" }
    if let note = result.figures.engineNote { text += " (\(note))" }
    return text
  }

  /// What worker processes were kept from doing harm by.
  private var sandbox: String? {
    guard let held = result.figures.protections else { return nil }
    let missing = Protections.all.subtracting(held)
    if held.isEmpty {
      return "none: \(result.settings.sandbox == .off ? "switched off" : "not possible here")"
    }
    return held.names.joined(separator: ", ")
      + (missing.isEmpty ? "" : " (missing: \(missing.names.joined(separator: ", ")))")
  }

  private var stages: [String] {
    var table = TextTable()
    table.add("stage", "wall", "CPU", "share")
    let busy = Stage.allCases.reduce(UInt64(0)) { $0 + result.tally.times[$1].wall }
    guard busy > 0 else { return [] }
    for stage in Stage.allCases {
      let time = result.tally.times[stage]
      let share = Humanised.fixed(Double(time.wall) / Double(busy) * 100, 0) + " %"
      table.add(
        stage.name, measured(time.wall), measured(result.tally.times.cpu(of: stage) ?? 0),
        time.wall > 0 ? share : "–")
    }
    return headed(table)
  }

  /// A stage that nothing passed through, or whose CPU nobody could see, has no time, not none.
  private func measured(_ nanoseconds: UInt64) -> String {
    nanoseconds > 0 ? Humanised.duration(nanoseconds) : "–"
  }

  private var lock: [String] {
    guard let lock = result.figures.lock else { return [] }
    var table = TextTable()
    table.add("lock", "times", "p50", "p99", "longest")
    add("held", lock.hold, to: &table)
    add("waited", lock.wait, to: &table)
    add("after I/O", lock.reacquire, to: &table)
    let text =
      "  \(Humanised.count(lock.acquisitions, "acquisition")), "
      + "\(Humanised.count(lock.switches)) to another thread, "
      + "\(Humanised.count(lock.forcedSwitches)) of them forced"
    return headed(table) + [text]
  }

  private func add(_ name: String, _ histogram: Histogram, to table: inout TextTable) {
    let time = { (value: UInt64?) in value.map { Humanised.duration($0) } ?? "–" }
    table.add(
      name, Humanised.count(histogram.count), time(histogram.quantile(0.5)),
      time(histogram.quantile(0.99)), time(histogram.count == 0 ? nil : histogram.maximum))
  }

  private var processes: [String] {
    guard result.figures.handoff != nil || result.figures.fork != nil else { return [] }
    var lines = [""]
    if let fork = result.figures.fork {
      let start = fork.startup.quantile(0.5).map { ", up in \(Humanised.duration($0)) (median)" }
      let replaced = fork.replaced > 0 ? ", \(Humanised.count(fork.replaced)) replaced" : ""
      lines.append(
        labelled("forks", "\(Humanised.count(fork.forks))\(start ?? "")\(style.red(replaced))"))
    }
    if let sandbox { lines.append(labelled("sandbox", sandbox)) }
    if let handoff = result.figures.handoff {
      lines.append(
        labelled(
          "handoff",
          "\(Humanised.bytes(handoff.bytesToWorkers)) to workers, "
            + "\(Humanised.bytes(handoff.bytesFromWorkers)) back, "
            + "\(Humanised.count(handoff.messages, "message")), "
            + (handoff.nanoseconds.map { Humanised.duration($0) } ?? "time unknown")))
    }
    return lines
  }

  /// A blank line and the table, its first line standing out.
  private func headed(_ table: TextTable) -> [String] {
    let lines = table.lines(indent: 2, first: 9)
    return [""] + lines.prefix(1).map(style.bold) + lines.dropFirst()
  }
}
