import Filters
import Testing

/// A filter that has a naive twin to be compared with.
protocol NaiveTwin {
  func naive(_ image: NaiveImage) -> NaiveImage
}

extension Invert: NaiveTwin {}
extension Brightness: NaiveTwin {}
extension Contrast: NaiveTwin {}
extension Gamma: NaiveTwin {}
extension Levels: NaiveTwin {}
extension Grayscale: NaiveTwin {}
extension Saturation: NaiveTwin {}
extension Gaussian: NaiveTwin {}
extension Unsharp: NaiveTwin {}
extension Sobel: NaiveTwin {}
extension Box: NaiveTwin {}
extension Median: NaiveTwin {}
extension Threshold: NaiveTwin {}
extension Posterise: NaiveTwin {}
extension Equalise: NaiveTwin {}
extension AutoLevels: NaiveTwin {}
extension Sepia: NaiveTwin {}
extension Tint: NaiveTwin {}
extension Hue: NaiveTwin {}
extension Convolve: NaiveTwin {}
extension Sharpen: NaiveTwin {}
extension Emboss: NaiveTwin {}
extension Laplacian: NaiveTwin {}
extension MotionBlur: NaiveTwin {}
extension Dilate: NaiveTwin {}
extension Erode: NaiveTwin {}
extension Open: NaiveTwin {}
extension Close: NaiveTwin {}
extension Vignette: NaiveTwin {}
extension Noise: NaiveTwin {}
extension Pixelate: NaiveTwin {}
extension Border: NaiveTwin {}
extension Pad: NaiveTwin {}

extension FilterArguments {
  /// What the parser makes of `name=key=value:…`, without the parser: the given values, the
  /// manual's defaults for the others. A given value stands at its own place in the chain.
  init(_ manual: FilterManual, _ given: [String: String]) {
    var chain = manual.name + "="
    var values: [String: Value] = [:]
    for (key, text) in given.sorted(by: { $0.key < $1.key }) {
      chain += key + "="
      let start = chain.utf8.count
      chain += text
      values[key] = Value(text: text, range: start..<chain.utf8.count)
      chain += ":"
    }
    for parameter in manual.parameters where values[parameter.name] == nil {
      guard let standard = parameter.standard else { continue }
      values[parameter.name] = Value(text: standard, range: 0..<manual.name.utf8.count)
    }
    self.init(
      chain: chain, filter: 0..<manual.name.utf8.count, name: manual.name, values: values)
  }
}

/// Expects that a filter refuses its parameters and points at the given one.
func expectRefusal<F: Filter>(
  _ type: F.Type, _ given: [String: String], of parameter: String,
  _ location: SourceLocation = #_sourceLocation
) {
  do throws(ChainError) {
    _ = try F(FilterArguments(F.manual, given))
    Issue.record("\(F.manual.name) took \(given)", sourceLocation: location)
  } catch {
    let marked = String(
      decoding: Array(error.chain.utf8)[error.range], as: UTF8.self)
    #expect(marked == given[parameter], sourceLocation: location)
    #expect(error.message.contains(parameter), sourceLocation: location)
  }
}
