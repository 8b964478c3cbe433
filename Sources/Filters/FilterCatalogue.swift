/// The filters that a chain may name.
package enum FilterCatalogue {
  /// All filters, in the order in which they are listed.
  package static let all: [any Filter.Type] = geometry + tone + color + neighbourhood + canvas

  /// The filter that a chain calls `name`.
  package static func named(_ name: String) -> (any Filter.Type)? {
    all.first { $0.manual.name == name }
  }

  /// The filter's name that a mistyped one, or one from another program, was probably meant to be.
  package static func nearest(to name: String) -> String? {
    nearest(to: name, among: all.map { $0.manual.name })
  }

  static func nearest(to name: String, among names: [String]) -> String? {
    if let meant = synonyms[name.lowercased()], names.contains(meant) { return meant }
    return Suggestion.nearest(to: name, among: names)
  }

  /// What other programs call it, where likeness of letters leads nowhere or astray.
  private static let synonyms = [
    "blur": "gaussian", "smooth": "gaussian", "gaussianblur": "gaussian", "boxblur": "box",
    "color": "saturation", "colour": "saturation", "saturate": "saturation",
    "normalize": "autolevels", "normalise": "autolevels", "autocontrast": "autolevels",
    "equalize": "equalise", "histeq": "equalise", "posterize": "posterise",
    "greyscale": "grayscale", "gray": "grayscale", "grey": "grayscale", "desaturate": "grayscale",
    "bw": "grayscale", "binarize": "threshold", "otsu": "threshold",
    "scale": "resize", "thumbnail": "resize", "shrink": "resize", "size": "resize",
    "clip": "crop", "trim": "crop", "cut": "crop", "extent": "pad", "frame": "border",
    "mirror": "flip", "flop": "flip", "hflip": "flip", "vflip": "flip", "turn": "rotate",
    "shear": "affine", "transform": "affine", "warp": "affine",
    "negate": "invert", "negative": "invert", "denoise": "nlmeans", "despeckle": "median",
    "edges": "canny", "edge": "canny", "usm": "unsharp", "watermark": "overlay",
    "composite": "overlay", "pixelize": "pixelate", "mosaic": "pixelate",
  ]
}
