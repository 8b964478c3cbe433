extension FilterChain {
  /// Reads a chain as it is written: `name=value:key=value,name=…`.
  ///
  /// The first parameter of a filter may stand without its name. Separators may be surrounded by
  /// white space and are protected by single quotes or parentheses. An empty text is the empty
  /// chain.
  ///
  /// - Parameter catalogue: the filters that may be named.
  /// - Throws: what is wrong, where, and the nearest valid name.
  package init(
    parsing text: String, catalogue: [any Filter.Type] = FilterCatalogue.all
  ) throws(ChainError) {
    var filters: [any Filter] = []
    for element in try ChainSyntax.elements(of: text) {
      filters.append(try Matching(chain: text, catalogue: catalogue).filter(element))
    }
    self.init(filters, text: text)
  }
}

/// Finds out what the parts of a chain mean.
private struct Matching {
  let chain: String
  let catalogue: [any Filter.Type]

  func filter(_ element: ChainSyntax.Element) throws(ChainError) -> any Filter {
    let name = element.name
    guard let type = catalogue.first(where: { $0.manual.name == name.text }) else {
      throw unknown(
        name, "there is no filter '\(name.text)'", among: catalogue.map { $0.manual.name },
        nearest: FilterCatalogue.nearest)
    }
    return try type.init(arguments(of: element, type.manual))
  }

  private func arguments(
    of element: ChainSyntax.Element, _ manual: FilterManual
  ) throws(ChainError) -> FilterArguments {
    var values: [String: FilterArguments.Value] = [:]
    for (position, argument) in element.arguments.enumerated() {
      let parameter = try parameter(argument, position, manual)
      guard values[parameter] == nil else {
        throw ChainError(
          chain: chain, range: (argument.key ?? argument.value).range,
          message: "\(manual.name): \(parameter) is given twice")
      }
      values[parameter] = .init(text: argument.value.text, range: argument.value.range)
    }
    for parameter in manual.parameters where values[parameter.name] == nil {
      guard let standard = parameter.standard else {
        throw ChainError(
          chain: chain, range: element.name.range,
          message: "\(manual.name) needs \(parameter.name) (\(parameter.kind))"
            + (manual.examples.first.map { ", as in '\($0)'" } ?? ""))
      }
      values[parameter.name] = .init(text: standard, range: element.name.range)
    }
    return FilterArguments(
      chain: chain, filter: element.name.range, name: manual.name, values: values)
  }

  /// The name of the parameter that an argument is for.
  private func parameter(
    _ argument: ChainSyntax.Argument, _ position: Int, _ manual: FilterManual
  ) throws(ChainError) -> String {
    let names = manual.parameters.map(\.name)
    if let key = argument.key {
      if names.contains(key.text) { return key.text }
      throw unknown(key, "\(manual.name) has no parameter '\(key.text)'", among: names)
    }
    guard let first = names.first else {
      throw ChainError(
        chain: chain, range: argument.value.range, message: "\(manual.name) takes no parameters")
    }
    guard position == 0 else {
      throw ChainError(
        chain: chain, range: argument.value.range,
        message: "\(manual.name): only the first value may stand without its name; write name="
          + "\(argument.value.text) with one of \(names.joined(separator: ", "))")
    }
    return first
  }

  private func unknown(
    _ part: ChainSyntax.Part, _ problem: String, among names: [String],
    nearest: (String, [String]) -> String? = Suggestion.nearest
  ) -> ChainError {
    let hint =
      if let nearest = nearest(part.text, names) {
        "did you mean '\(nearest)'?"
      } else if names.isEmpty {
        "it takes none"
      } else {
        "it can be one of \(names.joined(separator: ", "))"
      }
    return ChainError(chain: chain, range: part.range, message: "\(problem); \(hint)")
  }
}
