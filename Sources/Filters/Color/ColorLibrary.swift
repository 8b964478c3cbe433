import CLCMS

/// The library that converts colours; another version may round otherwise.
package enum ColorLibrary {
  /// Name and version of the one that runs, such as `lcms2 2.13.1`.
  package static let version: String = {
    // 2131 is 2.13.1, 2140 is 2.14.
    let number = cmsGetEncodedCMMversion()
    let patch = number % 10
    return "lcms2 \(number / 1000).\(number % 1000 / 10)" + (patch == 0 ? "" : ".\(patch)")
  }()
}
