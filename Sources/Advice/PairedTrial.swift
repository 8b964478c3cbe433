/// The same few jobs done in two ways, in pairs of runs whose order alternates: what neither order
/// nor drift explains is the ways' own.
package struct PairedTrial: Sendable, Hashable {
  /// What one way took ÷ what the other took, by pair; each above 0.
  package var ratios: [Double]

  package init(ratios: [Double]) { self.ratios = ratios }

  /// Worker processes beside as many threads.
  ///
  /// - Parameters:
  ///   - pairs: nanoseconds that each took, start-up of the program aside. Those of processes hold
  ///     their forks, which a batch pays once and not for each job, so that they are taken off
  ///     here.
  ///   - fork: nanoseconds that a worker process takes to be ready.
  package init(
    _ pairs: [(free: Double, forked: Double)], workers: Int, fork: Double
  ) {
    ratios = pairs.compactMap { pair in
      let forked = pair.forked - Double(workers) * fork
      return pair.free > 0 && forked > 0 ? forked / pair.free : nil
    }
  }

  /// The ratio as far as all pairs, be it one, vouch for it: by as much as every one of them says,
  /// and no more. 1 unless they agree on which way is faster.
  package var closest: Double {
    guard let least = ratios.min(), let most = ratios.max() else { return 1 }
    if most < 1 { return most }
    if least > 1 { return least }
    return 1
  }

  /// The same of at least two pairs: where a difference is small, one alone says nothing.
  package var cost: Double { ratios.count > 1 ? closest : 1 }
}
