import Figures

extension Figure.Unit {
  /// A value of this unit, from 0, for people.
  package func text(_ value: Double) -> String {
    switch self {
    case .nanoseconds: Humanised.duration(whole(value))
    case .bytes: Humanised.bytes(whole(value))
    case .count: Humanised.count(whole(value))
    case .cores: Humanised.fixed(value, 2)
    case .share: Humanised.fixed(value * 100, 0) + " %"
    }
  }

  private func whole(_ value: Double) -> UInt64 {
    value < 0x1p63 ? UInt64(max(value.rounded(), 0)) : .max
  }
}
