import ArgumentParser

/// Which files to work on.
struct InputArguments: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Files and folders.",
      discussion: """
        A folder brings the files in it that end in .png, .apng, .jpg, .jpeg, .jpe or .jfif, and \
        keeps its tree in the output. Names that begin with a dot are passed over, and links to \
        folders are not followed. A file named here is always taken. Of one that is missing or no \
        regular file, 'process' says that it failed, and does the others; commands that measure do \
        not begin.
        """,
      valueName: "input"))
  var inputs: [String] = []

  @Flag(name: [.short, .long], help: "Enter folders inside folders.")
  var recursive = false

  @Option(
    help: ArgumentHelp(
      "Take the names listed in this file too, one a line (- for standard input).",
      discussion: "Each name is kept whole below the output folder, and never leads out of it.",
      valueName: "file"))
  var filesFrom: String?

  @Flag(name: [.customShort("0"), .customLong("null")], help: "Names in the list end in NUL.")
  var nulls = false
}
