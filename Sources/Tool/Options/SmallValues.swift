import Pipeline

/// How many workers were asked for.
package enum WorkerCount: Sendable, Hashable {
  /// As many as there are CPUs that may be used.
  case auto
  case exactly(Int)

  package static let most = 1024

  package static func parse(_ text: String) throws(ValueError) -> WorkerCount {
    if text == "auto" { return .auto }
    guard let count = Int(text), (1...most).contains(count) else {
      throw ValueError("wants 'auto' or a whole number from 1 to \(most)")
    }
    return .exactly(count)
  }

  package func resolved(effectiveCPUs: Int) -> Int {
    switch self {
    case .auto: max(effectiveCPUs, 1)
    case .exactly(let count): count
    }
  }
}

/// The set of CPU stages that `--lock-scope` names.
package enum LockScope {
  package static func parse(_ text: String) throws(ValueError) -> StageSet {
    if text == "none" { return [] }
    var scope: StageSet = []
    for name in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let stage = Stage.computing.first(where: { $0.name == name }) else {
        throw ValueError(
          "does not know '\(name)': name decode, filter and encode, separated by commas, or none")
      }
      scope.insert(StageSet(stage))
    }
    return scope
  }

  /// As it would be written on the command line.
  package static func text(_ scope: StageSet) -> String {
    let names = Stage.computing.filter { scope.contains($0) }.map(\.name)
    return names.isEmpty ? "none" : names.joined(separator: ",")
  }
}

/// An 8-bit RGB colour written in six hexadecimal digits.
package struct HexColor: Sendable, Hashable {
  package var red: UInt8
  package var green: UInt8
  package var blue: UInt8

  package init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  package static func parse(_ text: String) throws(ValueError) -> HexColor {
    let digits = text.hasPrefix("#") ? String(text.dropFirst()) : text
    guard digits.utf8.count == 6, digits.allSatisfy(\.isHexDigit),
      let value = UInt32(digits, radix: 16)
    else {
      throw ValueError("wants six hexadecimal digits RRGGBB, such as ffffff for white")
    }
    return HexColor(
      red: UInt8(value >> 16), green: UInt8(value >> 8 & 255), blue: UInt8(value & 255))
  }
}
