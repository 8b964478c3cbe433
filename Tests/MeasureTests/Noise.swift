import Measure
import Testing

/// Made-up measurements: what a machine does to timings, from a seed.
struct Noise {
  var random: SplitMix64

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  /// From 0 to 1.
  mutating func share() -> Double { Double(random.next() >> 11) / Double(1 << 53) }

  /// About a standard normal number: twelve shares have variance 1.
  mutating func normal() -> Double { (0..<12).reduce(-6) { sum, _ in sum + share() } }

  mutating func normals(_ count: Int, mean: Double = 0, deviation: Double = 1) -> [Double] {
    (0..<count).map { _ in mean + deviation * normal() }
  }
}

/// What a comparison is up against.
struct Disturbance: Sendable, CustomTestStringConvertible {
  var name: String
  /// The standard deviation of a run, as a share.
  var deviation: Double
  /// By how much the machine slows down from the first run to the last.
  var drift = 0.0
  /// How likely a run is hit by something else, and what that costs at least and at most.
  var hits = 0.0
  var cost = 0.1...0.5

  var testDescription: String { name }

  /// What two arms take by round, run in the order of a schedule.
  func rounds(_ count: Int, slowdown: Double, noise: inout Noise) -> (arm: [Double], base: [Double])
  {
    let schedule = Schedule(arms: 2, warmups: 0, rounds: count, seed: noise.random.next())
    var times = [[Double]](repeating: [Double](repeating: 0, count: count), count: 2)
    for (position, step) in schedule.steps.enumerated() {
      var time = 1 + deviation * noise.normal()
      time *= 1 + drift * Double(position) / Double(schedule.steps.count)
      if noise.share() < hits {
        time *= 1 + cost.lowerBound + (cost.upperBound - cost.lowerBound) * noise.share()
      }
      times[step.arm][step.round] = time * (step.arm == 0 ? slowdown : 1)
    }
    return (times[0], times[1])
  }

  static let all = [
    Disturbance(name: "quiet, 1 % noise", deviation: 0.01),
    Disturbance(name: "2 % noise", deviation: 0.02),
    Disturbance(name: "2 % noise, 5 % drift", deviation: 0.02, drift: 0.05),
    Disturbance(name: "1 % noise, 10 % drift, 3 % hits", deviation: 0.01, drift: 0.1, hits: 0.03),
    Disturbance(name: "2 % noise, 5 % drift, 3 % hits", deviation: 0.02, drift: 0.05, hits: 0.03),
  ]
}
