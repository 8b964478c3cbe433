/// A chain that is measured, under the name that it shares with the other libraries' equivalent.
struct Case {
  let name: String
  let chain: String

  static let all = [
    Case(name: "gaussian s=1", chain: "gaussian=1"),
    Case(name: "gaussian s=3", chain: "gaussian=3"),
    Case(name: "gaussian s=10", chain: "gaussian=10"),
    Case(name: "gaussian s=40", chain: "gaussian=40"),
    Case(name: "box r=5", chain: "box=5"),
    Case(name: "box r=20", chain: "box=20"),
    Case(name: "median 3x3", chain: "median=1"),
    Case(name: "median 5x5", chain: "median=2"),
    Case(name: "median 7x7", chain: "median=3"),
    Case(name: "median 15x15", chain: "median=7"),
    Case(name: "median 41x41", chain: "median=20"),
    Case(name: "lanczos /4", chain: "resize=25%:kernel=lanczos3"),
    Case(name: "lanczos x2", chain: "resize=200%:kernel=lanczos3"),
    Case(name: "bilateral r=4", chain: "bilateral=radius=4:range=30:spatial=3"),
    Case(name: "sobel", chain: "sobel"),
    Case(name: "unsharp s=1", chain: "unsharp=sigma=1:amount=0.8"),
  ]
}
