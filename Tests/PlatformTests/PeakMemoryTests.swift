import Platform
import Testing

@Suite("The peak of memory")
struct PeakMemoryTests {
  @Test func highWaterIsFoundAmongOtherLines() {
    let status = "Name:\tx\nVmPeak:\t  999 kB\nVmHWM:\t   1234 kB\nVmRSS:\t 1000 kB\n"
    #expect(ResourceUsage.highWater(in: Array(status.utf8)) == 1234 * 1024)
    #expect(ResourceUsage.highWater(in: Array("VmHWM:\n".utf8)) == nil)
    #expect(ResourceUsage.highWater(in: []) == nil)
  }

  @Test func ownPeakIsAtLeastWhatWasTouched() {
    let touched = [UInt8](repeating: 1, count: 32 << 20)
    #expect(ResourceUsage.ofSelf().peakResident > UInt64(touched.count))
  }
}
