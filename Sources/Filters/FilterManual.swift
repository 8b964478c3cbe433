/// Everything that is known about a filter without running it.
package struct FilterManual: Sendable {
  package struct Parameter: Sendable {
    package var name: String
    /// What kind of value it takes, for messages: "pixels", "factor", "one of fit, cover, exact".
    package var kind: String
    /// The value it has when not given, as it would be written; nil when it must be given.
    package var standard: String?
    /// Unit, range and meaning, in a sentence.
    package var about: String

    package init(_ name: String, kind: String, standard: String? = nil, about: String) {
      self.name = name
      self.kind = kind
      self.standard = standard
      self.about = about
    }
  }

  /// As written in a chain. The first parameter may stand without its name.
  package var name: String
  /// One line for the list of filters.
  package var summary: String
  package var parameters: [Parameter]
  /// The exact arithmetic, with units and rounding.
  package var formula: String
  /// What happens where the window leaves the image; "none" for point operations.
  package var edges: String
  /// How far the result may be from the exact one, and against what that was checked.
  package var accuracy: String
  /// Where the method comes from.
  package var source: String
  /// Chains one may copy.
  package var examples: [String]

  package init(
    name: String, summary: String, parameters: [Parameter], formula: String, edges: String,
    accuracy: String, source: String, examples: [String]
  ) {
    self.name = name
    self.summary = summary
    self.parameters = parameters
    self.formula = formula
    self.edges = edges
    self.accuracy = accuracy
    self.source = source
    self.examples = examples
  }
}
