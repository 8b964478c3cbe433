import Filters
import Pixels
import TestSupport
import Testing

/// Tone curves of bytes that are computed instead of looked up: to the last entry, or not at all.
@Suite struct ByteFormulaTests {
  private enum Kind { case shift, step, line }

  private func kind(_ entries: [UInt8]) throws -> Kind? {
    switch try ByteFormula(of: entries, .never) {
    case .shift: .shift
    case .step: .step
    case .line: .line
    case nil: nil
    }
  }

  private func table(_ curve: (Double) -> Double) -> [UInt8] {
    (0...255).map { UInt8(min(max(curve(Double($0)), 0), 255).rounded()) }
  }

  /// What a formula makes of each value, in each channel: the entry, and alpha as it was.
  private func expectEntries(_ entries: [UInt8]) throws {
    let formula = try #require(try ByteFormula(of: entries, .never))
    for model in ColorModel.allCases {
      let shape = ImageShape(width: 261, height: 1, format: PixelFormat(model, .eight))
      let image = try PixelBuffer(shape)
      let samples = (0..<shape.rowSamples).map { UInt8(truncatingIfNeeded: $0 / model.channels) }
      image.withRow(0, as: UInt8.self) { row in
        for i in samples.indices { row[i] = samples[i] }
      }
      formula.apply(to: image[row: 0], pixels: 2..<260, model)
      image.withRow(0, as: UInt8.self) { row in
        for i in samples.indices {
          let (pixel, channel) = (i / model.channels, i % model.channels)
          let isChanged = (2..<260).contains(pixel) && channel < model.colorChannels
          #expect(row[i] == (isChanged ? entries[Int(samples[i])] : samples[i]))
        }
      }
    }
  }

  @Test(arguments: [-255, -128.0, -12.5, 0, 1, 20, 254])
  func constantsAreAdded(_ amount: Double) throws {
    let lighter = table { $0 + amount }
    if abs(amount) < 254 { #expect(try kind(lighter) == .shift) }
    try expectEntries(lighter)
    try expectEntries(table { 255 - $0 + amount })
    try expectEntries(table { min(max($0 + amount, 30), 200) })
  }

  @Test func negativesAreShifts() throws { #expect(try kind(table { 255 - $0 }) == .shift) }

  @Test(arguments: [0, 1, 128, 255.0, 300])
  func stepsAreCompared(_ level: Double) throws {
    let (steps, others) = (table { $0 < level ? 0 : 255 }, table { $0 < level ? 90 : 7 })
    #expect(try kind(steps) == .step && kind(others) == .step)
    try expectEntries(steps)
    try expectEntries(others)
  }

  /// As levels and autolevels make them, between any two tones.
  @Test func linesAreFound() throws {
    var random = SeededRandom(seed: 61)
    for _ in 0..<200 {
      let black = Int.random(in: 0..<254, using: &random)
      let white = Int.random(in: black + 2...255, using: &random)
      let entries = table { ($0 - Double(black)) * 255 / Double(white - black) }
      #expect(try kind(entries) != nil, "from \(black) to \(white)")
      let low = Double.random(in: 0...255, using: &random)
      let high = Double.random(in: 0...255, using: &random)
      let narrower = table {
        let share = ($0 - Double(black)) / Double(white - black)
        return low + (high - low) * min(max(share, 0), 1)
      }
      #expect(try kind(narrower) != nil, "from \(black) to \(white), \(low) to \(high)")
    }
    for factor in [0.5, 0.7, 1.3, 3, 100] {
      try expectEntries(table { ($0 - 127.5) * factor + 127.5 })
    }
    #expect(try kind(table { ($0 - 16) * 255 / 219 }) == .line)
    try expectEntries(table { ($0 - 16) * 255 / 219 })
    try expectEntries(table { 200 - $0 / 3 })
  }

  @Test func oneWrongEntryMakesATable() throws {
    let curves = [
      table { $0 + 20 }, table { $0 < 128 ? 0 : 255 }, table { ($0 - 16) * 255 / 219 },
      table { 255 - $0 },
    ]
    for entries in curves {
      for place in [0, 40, 100, 200, 255] {
        var wrong = entries
        wrong[place] = wrong[place] < 128 ? wrong[place] + 2 : wrong[place] - 2
        #expect(try kind(wrong) == nil, "\(place)")
      }
    }
  }

  @Test func curvesAreTables() throws {
    #expect(try kind(table { 255 * ($0 / 255) * ($0 / 255) }) == nil)
    #expect(try kind(table { ($0 / 51).rounded() * 51 }) == nil)
    let negative = table { 255 - $0 }
    #expect(try kind(negative + negative + negative) == nil, "three curves are no formula")
    var random = SeededRandom(seed: 62)
    for _ in 0..<20 {
      #expect(try kind((0...255).map { _ in UInt8.random(in: 0...255, using: &random) }) == nil)
    }
  }
}
