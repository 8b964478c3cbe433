import Tool

#if canImport(Glibc)
  import Glibc
#endif

@main
struct Triptych {
  static func main() {
    exit(CommandLineTool.run(CommandLineTool.arguments))
  }
}
