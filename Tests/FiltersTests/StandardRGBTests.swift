import Filters
import Foundation
import Pixels
import Scenes
import TestSupport
import Testing

@Suite struct StandardRGBTests {
  /// The fixtures' profile has sRGB's primaries and a plain gamma of 1.8 (461 ÷ 256 as stored).
  @Test(arguments: [PixelFormat.rgb8, .rgba8, .rgb16, .rgba16])
  func gammaBecomesTheStandards(_ format: PixelFormat) throws {
    let image = TestImage(ImageShape(width: 60, height: 9, format: format), seed: 95)
    let result = try image.filtered(by: StandardRGB(from: ICCProfile.gamma18))
    let maximum = Double(format.depth.maximum)
    var largest = 0.0
    for (i, sample) in image.samples.enumerated() {
      if format.model.hasAlpha, i % 4 == 3 {
        #expect(result.samples[i] == sample)
        continue
      }
      let exact = Linear.encoded(pow(Double(sample) / maximum, 461.0 / 256)) * maximum
      largest = max(largest, abs(Double(result.samples[i]) - exact))
    }
    // Primaries rounded to 1/65,536 move dark samples beside bright ones.
    #expect(largest <= (format.depth == .eight ? 1.1 : 140))
  }

  @Test(arguments: everyFormat) func withoutAProfileNothingChanges(_ format: PixelFormat) throws {
    let image = TestImage(ImageShape(width: 9, height: 9, format: format), seed: 96)
    #expect(try image.filtered(by: StandardRGB()) == image)
    // A colour profile says nothing about gray.
    if format.model.isGray {
      #expect(try image.filtered(by: StandardRGB(from: ICCProfile.gamma18)) == image)
    }
  }

  @Test func aBrokenProfileIsNamed() throws {
    var broken = ICCProfile.gamma18
    for i in 128..<broken.count { broken[i] = 0xFF }
    let image = TestImage(ImageShape(width: 3, height: 3, format: .rgb8), constant: 5)
    #expect(throws: ImageError.self) {
      _ = try image.filtered(by: StandardRGB(from: broken))
    }
  }

  @Test func theChainTakesTheProfileInPlace() throws {
    let chain = try FilterChain(parsing: "invert,srgb=perceptual")
    #expect(chain.convertsToSRGB)
    let converting = chain.converting(from: ICCProfile.gamma18)
    #expect((converting.filters[1] as? StandardRGB)?.profile == ICCProfile.gamma18)
    #expect((converting.filters[1] as? StandardRGB)?.intent == .perceptual)
    #expect(try !FilterChain(parsing: "invert").convertsToSRGB)
  }
}
