extension FilterCase {
  static let kernels = [
    ("gaussian s=1", "gaussian=1"),
    ("gaussian s=3", "gaussian=3"),
    ("gaussian s=10", "gaussian=10"),
    ("gaussian s=40", "gaussian=40"),
    ("box r=5", "box=5"),
    ("box r=20", "box=20"),
    ("median 3x3", "median=1"),
    ("median 5x5", "median=2"),
    ("median 7x7", "median=3"),
    ("median 15x15", "median=7"),
    ("median 41x41", "median=20"),
    ("lanczos /4", "resize=25%:kernel=lanczos3"),
    ("lanczos x2", "resize=200%:kernel=lanczos3"),
    ("bilateral r=4", "bilateral=radius=4:range=30:spatial=3"),
    ("sobel", "sobel"),
    ("unsharp s=1", "unsharp=sigma=1:amount=0.8"),
  ].map { FilterCase(.kernels, $0, chain: $1) }
}
