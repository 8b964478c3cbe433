/// The same few jobs done by free threads and by as many worker processes, in pairs of runs whose order
/// alternates: what neither order nor drift explains is the modes' own.
package struct ModeTrial: Sendable, Hashable {
  /// What processes took ÷ what threads took, by pair; each above 0.
  package var ratios: [Double]

  package init(ratios: [Double]) { self.ratios = ratios }

  /// What computing in worker processes may be taken to cost beside threads. 1 unless all pairs, and at
  /// least two, agree on which is cheaper; then by as much as every one of them says, and no more.
  package var cost: Double {
    guard ratios.count > 1, let least = ratios.min(), let most = ratios.max() else { return 1 }
    if most < 1 { return most }
    if least > 1 { return least }
    return 1
  }
}
