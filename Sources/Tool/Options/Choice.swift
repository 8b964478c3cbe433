import ArgumentParser

/// One of several words on the command line, with what `ArgumentParser` asks about it.
///
/// The parser has answers of its own for such types, but finds its way through them generically
/// each time it is asked, which takes a twentieth of the time that the tool takes to start.
public protocol Choice: ExpressibleByArgument, CaseIterable, RawRepresentable<String> {}

extension Choice {
  public init?(argument: String) { self.init(rawValue: argument) }
  public var defaultValueDescription: String { rawValue }
  public static var allValueStrings: [String] { allCases.map { $0.rawValue } }
  public static var allValueDescriptions: [String: String] { [:] }
  public static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
}
