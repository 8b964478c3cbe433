/// The parameters that one filter of a chain was given, matched to its manual: names checked,
/// defaults filled in, each value with its place in the chain's text.
///
/// A filter asks for what it needs by name and states the range; mistakes come back as errors that
/// point at the value.
package struct FilterArguments: Sendable {
  package struct Value: Sendable {
    package var text: String
    /// UTF-8 offsets into the chain.
    package var range: Range<Int>

    package init(text: String, range: Range<Int>) {
      self.text = text
      self.range = range
    }
  }

  private let chain: String
  private let filter: Range<Int>
  private let name: String
  private let values: [String: Value]

  /// - Parameters:
  ///   - filter: where the filter stands in the chain.
  ///   - values: by parameter name; a default has the filter's own range.
  package init(chain: String, filter: Range<Int>, name: String, values: [String: Value]) {
    self.chain = chain
    self.filter = filter
    self.name = name
    self.values = values
  }

  /// The value as written, or nil where it was not given and has no default.
  package func text(_ parameter: String) -> String? { values[parameter]?.text }

  /// A decimal number within `range`.
  package func number(
    _ parameter: String, in range: ClosedRange<Double>
  ) throws(ChainError) -> Double {
    guard let text = text(parameter), let value = Double(text), value.isFinite,
      range.contains(value)
    else {
      throw wrong(
        parameter, "wants a number from \(plain(range.lowerBound)) to \(plain(range.upperBound))")
    }
    return value
  }

  /// A whole number within `range`.
  package func integer(_ parameter: String, in range: ClosedRange<Int>) throws(ChainError) -> Int {
    guard let text = text(parameter), let value = Int(text), range.contains(value) else {
      throw wrong(parameter, "wants a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  /// One of the names that a choice has.
  package func choice<Choice: RawRepresentable & CaseIterable>(
    _ parameter: String, of type: Choice.Type
  ) throws(ChainError) -> Choice where Choice.RawValue == String {
    guard let text = text(parameter), let value = Choice(rawValue: text) else {
      let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw wrong(parameter, "wants one of \(names)")
    }
    return value
  }

  /// A chain within the chain, as a value in parentheses; mistakes in it are pointed at in place.
  package func chain(_ parameter: String) throws(ChainError) -> FilterChain {
    guard let value = values[parameter] else { return FilterChain() }
    do {
      return try FilterChain(parsing: value.text)
    } catch {
      let start = value.range.lowerBound
      throw ChainError(
        chain: chain, range: start + error.range.lowerBound..<start + error.range.upperBound,
        message: error.message)
    }
  }

  /// An error that points at a parameter's value, or at the filter where it was not given.
  package func wrong(_ parameter: String, _ message: String) -> ChainError {
    let value = values[parameter]
    let given = value.map { ", not '\($0.text)'" } ?? ""
    return ChainError(
      chain: chain, range: value?.range ?? filter,
      message: "\(name): \(parameter) \(message)\(given)")
  }

  /// A number as a person writes it: 5, not 5.0.
  private func plain(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
  }
}
