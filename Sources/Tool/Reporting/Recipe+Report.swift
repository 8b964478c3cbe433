import Codecs
import Filters
import Pipeline
import Report

extension Recipe {
  /// What was done to each picture, in the words of the options that ask for it.
  package var json: JSONValue {
    let (red, green, blue) = jpeg.background
    return [
      "filters": chain.isEmpty ? .null : .string(chain.text),
      "format": .string(format.rawValue),
      "quality": JSONValue(jpeg.quality),
      "subsampling": .string(jpeg.subsampling.rawValue),
      "progressive": JSONValue(jpeg.progressive),
      "background": .string(HexColor(red: red, green: green, blue: blue).text),
      "png_level": JSONValue(png.level),
      "metadata": .string(metadata.rawValue),
      "auto_orient": JSONValue(autoOrient),
      "damage": .string(decode.damage.rawValue),
      "max_pixels": JSONValue(decode.maxPixels),
    ]
  }
}
