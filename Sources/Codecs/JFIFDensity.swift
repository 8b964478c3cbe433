/// Pixel density as a JFIF header has it.
struct JFIFDensity: Equatable {
  /// 1 per inch, 2 per centimetre.
  let unit: UInt8
  let x: UInt16
  let y: UInt16

  /// Whole pixels per centimetre stay what they are; anything else is rounded to whole pixels per
  /// inch, in which most files were written. Nil when unknown or too dense to say.
  init?(_ perMetreX: UInt32, _ perMetreY: UInt32) {
    guard perMetreX > 0, perMetreY > 0 else { return nil }
    let isWholePerCentimetre = perMetreX % 100 == 0 && perMetreY % 100 == 0
    let scale = isWholePerCentimetre ? 0.01 : 0.0254
    let across = (Double(perMetreX) * scale).rounded()
    let down = (Double(perMetreY) * scale).rounded()
    guard (1...65_535).contains(across), (1...65_535).contains(down) else { return nil }
    unit = isWholePerCentimetre ? 2 : 1
    x = UInt16(across)
    y = UInt16(down)
  }

  /// Pixels per metre of a density in a file's header; 0 when its unit is unknown.
  static func perMetre(_ density: UInt16, unit: UInt8) -> UInt32 {
    switch unit {
    case 1: UInt32((Double(density) / 0.0254).rounded())
    case 2: UInt32(density) * 100
    default: 0
    }
  }
}
