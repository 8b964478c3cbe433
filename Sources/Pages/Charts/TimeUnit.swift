import Figures

/// The unit in which an axis of time is written: one for all of its ticks.
package struct TimeUnit: Sendable, Hashable {
  package let name: String
  package let nanoseconds: Double

  package static let all = [
    TimeUnit(name: "ns", nanoseconds: 1), TimeUnit(name: "µs", nanoseconds: 1e3),
    TimeUnit(name: "ms", nanoseconds: 1e6), TimeUnit(name: "s", nanoseconds: 1e9),
    TimeUnit(name: "min", nanoseconds: 60e9),
  ]

  /// The largest unit of which `longest` nanoseconds hold one; minutes from ten on.
  package static func fitting(_ longest: Double) -> TimeUnit {
    if longest < 600e9 { return all.dropLast().last { longest >= $0.nanoseconds } ?? all[0] }
    return all[all.count - 1]
  }

  /// A power of ten of nanoseconds in the unit that makes it short: `100 µs`.
  package static func short(_ nanoseconds: Double) -> String {
    let unit = all.dropLast().last { nanoseconds >= $0.nanoseconds } ?? all[0]
    let value = nanoseconds / unit.nanoseconds
    return "\(Humanised.fixed(value, value == value.rounded() ? 0 : 1)) \(unit.name)"
  }
}
