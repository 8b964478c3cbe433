import Pixels

/// Lays another picture over this one: a watermark, a logo, a frame.
package struct Overlay: Filter {
  package static let manual = FilterManual(
    name: "overlay", summary: "Lay a picture from a file over this one, as a watermark.",
    parameters: [
      .init(
        "file", kind: "path",
        about: "Of a PNG or JPEG file; in quotes where it has a comma, a colon or an equals sign."),
      .init(
        "position", kind: "one of \(Pad.Position.allCases.map(\.rawValue).joined(separator: ", "))",
        standard: "bottomright", about: "Where on the picture it lies."),
      .init(
        "opacity", kind: "factor", standard: "1",
        about: "What its alpha is multiplied by, 0 to 1."),
      .init(
        "scale", kind: "own or N%", standard: "own",
        about: "own: pixel for pixel; N%: that wide, of the picture's width, from 0.1 to 1000."),
      .init(
        "margin", kind: "pixels", standard: "0",
        about: "Between it and the edges that it lies at, from 0 to 10000."),
    ],
    formula:
      "With o the overlay's colour and a its alpha · opacity, pre-multiplied, after resizing "
      + "by lanczos3: out = o · opacity + in · (1 − a); over alpha, Porter and Duff's over on "
      + "pre-multiplied colour; rounded to nearest. Over gray pictures o is its luma. What lies "
      + "beyond the picture is cut off.",
    edges: "none",
    accuracy: "At its own size and over a picture without alpha within 0.51 level of double "
      + "precision at 8 bits, at 16 bits within 1.02 levels, over gray 1.9. Over alpha, where "
      + "the result's is a of 1: colour within 0.51 + 0.008 ÷ a level at 8 bits, 0.52 + 1.4 ÷ a "
      + "levels at 16.",
    source: "T. Porter and T. Duff, Compositing Digital Images (1984).",
    examples: [
      "overlay=logo.png",
      "overlay=file=logo.png:position=bottomright:opacity=0.5:scale=20%:margin=16",
    ])

  package let file: String
  package let position: Pad.Position
  /// 0…1.
  package let opacity: Double
  /// Percent of the picture's width; nil for the overlay's own size.
  package let scale: Double?
  /// Pixels.
  package let margin: Int
  /// Nil until it was read.
  package private(set) var picture: OverlayPicture?

  package init(
    _ picture: OverlayPicture, position: Pad.Position = .bottomright, opacity: Double = 1,
    scale: Double? = nil, margin: Int = 0
  ) {
    file = ""
    self.picture = picture
    self.position = position
    self.opacity = opacity
    self.scale = scale
    self.margin = margin
  }

  package init(_ arguments: FilterArguments) throws(ChainError) {
    file = arguments.text("file") ?? ""
    position = try arguments.choice("position", of: Pad.Position.self)
    opacity = try arguments.number("opacity", in: 0...1)
    margin = try arguments.integer("margin", in: 0...10_000)
    if arguments.text("scale") == "own" {
      scale = nil
    } else {
      guard let text = arguments.text("scale"), text.hasSuffix("%"),
        let percent = Double(text.dropLast()), (0.1...1000).contains(percent)
      else { throw arguments.wrong("scale", "wants own, or N% from 0.1% to 1000%") }
      scale = percent
    }
  }

  package var mixesNeighbours: Bool { false }

  package func plan(for input: ImageShape) throws(ImageError) -> FilterPlan {
    guard let picture else {
      throw ImageError(.filter, subject: "overlay", "'\(file)' was not read beforehand")
    }
    if opacity == 0 { return .identity(input) }
    let resampling = resampling(picture.shape, over: input)
    let (width, height) = (resampling.horizontal.outputCount, resampling.vertical.outputCount)
    guard max(width, height) <= Geometry.largest else {
      throw ImageError(.tooLarge, subject: "overlay", "it would be too large; ask for less scale")
    }
    let (x, y) = place(width, height, in: input)
    let bytes = scale == nil ? 0 : width * height * 8
    return FilterPlan(output: input, workingBytes: bytes) { source, checkpoint throws(ImageError) in
      let samples =
        scale == nil ? picture.samples : try picture.resized(resampling, checkpoint)
      let over = Blend(
        samples: samples, width: width, height: height, x: x, y: y, opacity: Float(opacity))
      var row = 0
      return ComputedRows(input) { out throws(ImageError) in
        try source.read(into: out)
        try over.blend(row, into: out, input, checkpoint)
        row += 1
      }
    }
  }

  private func resampling(_ own: ImageShape, over input: ImageShape) -> Resampling {
    let width = scale.map { max(1, Int((Double(input.width) * $0 / 100).rounded())) } ?? own.width
    let height = max(
      1, Int((Double(own.height) * Double(width) / Double(own.width)).rounded()))
    return Resampling(
      horizontal: ResamplingAxis(
        inputCount: own.width, start: 0, extent: Double(own.width), outputCount: width),
      vertical: ResamplingAxis(
        inputCount: own.height, start: 0, extent: Double(own.height), outputCount: height),
      kernel: .lanczos3)
  }

  /// Where the overlay's top left pixel lies; outside the picture where it is larger.
  private func place(_ width: Int, _ height: Int, in input: ImageShape) -> (x: Int, y: Int) {
    let (right, down) = (input.width - width, input.height - height)
    let x: Int =
      switch position {
      case .left, .topleft, .bottomleft: margin
      case .right, .topright, .bottomright: right - margin
      case .center, .top, .bottom: right / 2
      }
    let y: Int =
      switch position {
      case .top, .topleft, .topright: margin
      case .bottom, .bottomleft, .bottomright: down - margin
      case .center, .left, .right: down / 2
      }
    return (x, y)
  }
}

extension FilterChain {
  /// The chain with the pictures that its filters name.
  ///
  /// - Parameter load: reads the picture at a path; called once for each filter that names one.
  package func reading<Failure: Error>(
    _ load: (String) throws(Failure) -> OverlayPicture
  ) throws(Failure) -> FilterChain {
    var read: [any Filter] = []
    for filter in filters {
      if let overlay = filter as? Overlay {
        read.append(try overlay.reading(load))
      } else {
        read.append(filter)
      }
    }
    return FilterChain(read, text: text)
  }
}

extension FilterChain {
  /// The pictures that its filters lay over others, once they were read.
  package var overlays: [OverlayPicture] { filters.compactMap { ($0 as? Overlay)?.picture } }
}

extension Overlay {
  func reading<Failure: Error>(
    _ load: (String) throws(Failure) -> OverlayPicture
  ) throws(Failure) -> Overlay {
    var overlay = self
    overlay.picture = try load(file)
    return overlay
  }
}
