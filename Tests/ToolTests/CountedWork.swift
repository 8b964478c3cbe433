/// What instructions are counted of: every filter, and the codecs.
struct CountedWork {
  let name: String
  /// Below Fixtures.
  let picture: String
  /// A chain, or png or jpeg for decoding and encoding.
  let work: String
  /// Whether the loops for wide vectors are counted, too: of each kind of loop there is one.
  let isVectorised: Bool

  private init(_ name: String, _ work: String, on picture: String = rgb, isVectorised: Bool) {
    self.name = name
    self.picture = picture
    self.work = work
    self.isVectorised = isVectorised
  }

  private static let rgb = "png/landscape-rgb8.png"
  private static let gray16 = "png/zoneplate-gray16.png"
  private static let rgba = "png/gradients-rgba8.png"

  static let all = vectorised + others + points

  private static let vectorised = [
    ("recode png", "png", rgb),
    ("gaussian s=1", "gaussian=1", rgb),
    ("gaussian s=3", "gaussian=3", rgb),
    ("gaussian s=3, 16 bits", "gaussian=3", gray16),
    ("gaussian s=3, alpha", "gaussian=3", rgba),
    ("box r=5", "box=5", rgb),
    ("median 3x3", "median=1", rgb),
    ("median 5x5", "median=2", rgb),
    ("median 7x7", "median=3", rgb),
    ("median 15x15", "median=7", rgb),
    ("median 41x41", "median=20", rgb),
    ("lanczos /2", "resize=50%:kernel=lanczos3", rgb),
    ("lanczos x2", "resize=200%:kernel=lanczos3", rgb),
    ("bilateral r=4", "bilateral=radius=4:range=30:spatial=3", rgb),
    ("nlmeans", "nlmeans=patch=1:search=1", rgb),
    ("sobel", "sobel", rgb),
    ("sobel, 16 bits", "sobel", gray16),
    ("unsharp s=1", "unsharp=sigma=1:amount=0.8", rgb),
    ("dilate r=3", "dilate=3", rgb),
    ("convolve 3x3", "convolve='1 2 1;2 4 2;1 2 1'", rgb),
    ("saturation", "saturation=1.3", rgb),
    ("sepia", "sepia", rgb),
    ("rotate 30", "rotate=30:size=same", rgb),
    ("highpass", "highpass=4", rgb),
    ("canny", "canny", rgb),
    ("clahe", "clahe=tiles=4x4", rgb),
    ("pixelate", "pixelate=8", rgb),
    ("grayscale", "grayscale", rgb),
    ("brightness", "brightness=20", rgb),
    ("levels", "levels=16:white=235", rgb),
    ("equalise", "equalise", rgb),
    ("threshold", "threshold=128", rgb),
    ("vignette", "vignette", rgb),
    ("flip", "flip=horizontal", rgb),
    ("box /2", "resize=50%:kernel=box", rgb),
  ].map { CountedWork($0, $1, on: $2, isVectorised: true) }

  private static let others = [
    ("recode jpeg", "jpeg", "jpeg/landscape-444.jpg"),
    ("srgb", "srgb", "png/landscape-icc.png"),
    ("vignette, 16 bits", "vignette", gray16),
  ].map { CountedWork($0, $1, on: $2, isVectorised: false) }

  private static let points = [
    ("erode r=3", "erode=3"),
    ("open r=1", "open=1"),
    ("close r=1", "close=1"),
    ("motionblur", "motionblur=15:angle=30"),
    ("sharpen", "sharpen"),
    ("laplacian", "laplacian"),
    ("emboss", "emboss"),
    ("invert", "invert"),
    ("contrast", "contrast=1.2"),
    ("gamma", "gamma=1.8"),
    ("autolevels", "autolevels"),
    ("threshold by Otsu", "threshold=otsu"),
    ("posterise", "posterise"),
    ("linear", "linear=(crop=100x75)"),
    ("tint", "tint=#ffcc88"),
    ("hue", "hue=30"),
    ("noise", "noise=8"),
    ("crop", "crop=100x75"),
    ("rotate 90", "rotate=90"),
    ("affine", "affine='1 0.2 0; 0 1 0'"),
    ("border", "border=20"),
    ("pad", "pad=200x150"),
    ("overlay", "overlay=FIXTURES/png/gradients-rgba8.png:scale=40%:opacity=0.5"),
  ].map { CountedWork($0, $1, isVectorised: false) }
}
