import Figures
import Testing

@Suite struct HumanisedTests {
  @Test(
    arguments: [
      (0, "0 B"), (999, "999 B"), (1023, "1023 B"), (1024, "1.00 KiB"), (1536, "1.50 KiB"),
      (10 << 20, "10.0 MiB"), (123 << 20, "123 MiB"), (1 << 30, "1.00 GiB"), (.max, "16384 PiB"),
    ] as [(UInt64, String)])
  func bytes(bytes: UInt64, text: String) { #expect(Humanised.bytes(bytes) == text) }

  @Test(
    arguments: [
      (0, "0 ns"), (999, "999 ns"), (1000, "1.00 µs"), (9_999, "10.0 µs"), (99_960, "100 µs"),
      (999_600, "1.00 ms"), (5_000_000, "5.00 ms"), (59_940_000_000, "59.9 s"),
      (60_000_000_000, "1 min 00 s"), (3_599_400_000_000, "59 min 59 s"),
      (3_600_000_000_000, "1 h 00 min"), (7_380_000_000_000, "2 h 03 min"),
    ] as [(UInt64, String)])
  func durations(nanoseconds: UInt64, text: String) {
    #expect(Humanised.duration(nanoseconds) == text)
  }

  @Test(arguments: [
    (0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-1000, "-1,000"),
  ])
  func counts(value: Int, text: String) { #expect(Humanised.count(value) == text) }

  @Test func plurals() {
    #expect(Humanised.count(1, "file") == "1 file")
    #expect(Humanised.count(0, "file") == "0 files")
    #expect(Humanised.count(1200, "file") == "1,200 files")
  }

  @Test(arguments: [
    (1.005, 1, "1.0"), (0.05, 1, "0.1"), (2.0, 0, "2"), (-0.04, 1, "0.0"), (-1.26, 1, "-1.3"),
    (99.999, 2, "100.00"),
  ])
  func decimals(value: Double, places: Int, text: String) {
    #expect(Humanised.fixed(value, places) == text)
  }
}
