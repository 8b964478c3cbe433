import Benchmark
import Figures
import Measure
import Platform
import SystemPackage

/// Puts the inputs into the state of the page cache that was asked for before each run, and sees
/// whether that worked.
struct InputCache {
  let state: Design.Cache
  let files: [FilePath]
  /// Runs before which a page of an input was where it should not be, and how many pages at worst.
  private var failedRuns = 0
  private var worst = 0
  private var pages = 0
  private var isUnknown = false

  init(_ state: Design.Cache, files: [FilePath]) {
    self.state = state
    self.files = files
  }

  /// Costs some microseconds a file where nothing has to be done.
  mutating func prepare() {
    var wrong = 0
    var all = 0
    for file in files {
      do {
        let residency = try state == .warm ? warmed(file) : dropped(file)
        all += residency.pages
        wrong += state == .warm ? residency.pages - residency.resident : residency.resident
      } catch {
        isUnknown = true
      }
    }
    pages = all
    if wrong > 0 { failedRuns += 1 }
    worst = max(worst, wrong)
  }

  private func warmed(_ file: FilePath) throws(Errno) -> PageCache.Residency {
    let residency = try PageCache.residency(of: file)
    if residency.resident == residency.pages { return residency }
    // Reading is what fills the cache; the bytes are of no interest.
    _ = try Sys.contents(of: file)
    return try PageCache.residency(of: file)
  }

  private func dropped(_ file: FilePath) throws(Errno) -> PageCache.Residency {
    try PageCache.drop(file)
    return try PageCache.residency(of: file)
  }

  var warning: Warning? {
    if isUnknown {
      return Warning(
        .cache,
        "Whether inputs were \(state.rawValue) in the page cache could not be found out for all of "
          + "them, so runs may have read from memory or from the disk.")
    }
    guard failedRuns > 0, pages > 0 else { return nil }
    let share = Humanised.fixed(Double(worst) / Double(pages) * 100, 1)
    let runs = Humanised.count(failedRuns, "run")
    return state == .warm
      ? Warning(
        .cache,
        "Before \(runs), up to \(share) % of the inputs' pages were not in memory although they "
          + "had just been read. There may be too little memory for them: use fewer or smaller "
          + "inputs.")
      : Warning(
        .cache,
        "Before \(runs), up to \(share) % of the inputs' pages were still in memory although the "
          + "kernel was asked to forget them, as on tmpfs, for files that another program has "
          + "mapped, or for files that belong to somebody else. These runs were not cold: put "
          + "copies of the inputs onto a disk.")
  }
}
