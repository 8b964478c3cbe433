import FuzzTargets
import SystemPackage
import TestSupport
import Testing

/// What fuzzing begins with, and mutations of it, without sanitizers and for a moment only; `make
/// fuzz` is the real thing.
@Suite struct FuzzTargetTests {
  static let pictures = Result {
    try Files.tree(Places.fixtures).filter { $0.contains("/") }
      .map { try Files.read(Places.fixtures.appending($0)) }.filter { $0.count < 3000 }
  }

  @Test(arguments: FuzzTarget.allCases)
  func mutatedSeedsDoNoHarm(target: FuzzTarget) throws {
    let seeds = try target.seeds(from: Self.pictures.get())
    #expect(!seeds.isEmpty)
    var random = SeededRandom(seed: 1)
    for seed in seeds {
      target.run(seed)
      for _ in 0..<20 {
        var bytes = seed
        for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
          let place = Int.random(in: 0..<bytes.count, using: &random)
          switch Int.random(in: 0..<4, using: &random) {
          case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
          case 1: bytes[place] = UInt8.random(in: 0...255, using: &random)
          case 2: bytes.removeSubrange(place...)
          default: bytes.insert(contentsOf: bytes[..<place].suffix(8), at: place)
          }
        }
        target.run(bytes)
      }
    }
  }

  @Test(arguments: FuzzTarget.allCases)
  func nothingDoesNoHarm(target: FuzzTarget) {
    target.run([])
    for byte in UInt8.min...UInt8.max { target.run([byte]) }
  }
}
