import Foundation
import SystemPackage
import TestSupport

/// A real browser without a window, which loads a page and is asked what it made of it.
enum Browser {
  static let program = Places.program("chromium") ?? Places.program("chromium-browser")
  static let absence = "chromium is absent"
  static let isThere: Bool = {
    if program == nil { print("chromium is absent: pages are not checked in a browser") }
    return program != nil
  }()

  /// What the browser found on a page.
  struct Findings: Decodable {
    struct Chart: Decodable {
      var figure: String
      var title: String
      var summary: String
      /// Marks that take up room.
      var marks: Int
    }
    struct FaintText: Decodable {
      var text: String
      var contrast: Double
    }

    /// Those that can be seen at this width.
    var charts: [Chart]
    /// Figures without a chart that can be seen.
    var emptyFigures: [String]
    /// Text with less contrast to what is behind it than 4.5.
    var faint: [FaintText]
    /// Pixels by which the page is wider than the window.
    var overhang: Double
    /// Things that the page fetched.
    var fetched: [String]
    /// What it said on its console: errors and all else.
    var console: [String] = []

    private enum CodingKeys: CodingKey { case charts, emptyFigures, faint, overhang, fetched }
  }

  enum Failure: Error, CustomStringConvertible {
    case noFindings(String)
    var description: String {
      switch self {
      case .noFindings(let errors): "the browser found nothing: \(errors.suffix(400))"
      }
    }
  }

  /// Loads a page in a window of the given width and looks at it.
  static func look(at html: String, width: Int, isDark: Bool = false) throws -> Findings {
    let folder = try TemporaryFolder()
    let page = folder.appending("page.html")
    // The page forbids itself all scripts; the question is one.
    let copy = html.replacingOccurrences(
      of: "default-src &#39;none&#39;;", with: "script-src 'unsafe-inline';"
    ).replacingOccurrences(of: "</body>", with: "<script>\(question)</script></body>")
    try Files.write(copy.utf8, to: page)
    let result = try TestSupport.Process.run(
      program ?? "chromium",
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
        "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
        "--user-data-dir=\(folder.appending("profile").string)", "--enable-logging=stderr",
        "--window-size=\(width),2000", "--virtual-time-budget=5000",
        "--blink-settings=preferredColorScheme=\(isDark ? 0 : 1)", "--dump-dom",
        "file://\(page.string)",
      ])
    guard let start = result.output.range(of: "findings=\""),
      let end = result.output[start.upperBound...].firstIndex(of: "\""),
      let data = Data(base64Encoded: String(result.output[start.upperBound..<end]))
    else { throw Failure.noFindings(result.errors) }
    var findings = try JSONDecoder().decode(Findings.self, from: data)
    findings.console = result.errors.split(separator: "\n").map(String.init)
      .filter { $0.contains("CONSOLE") }
    return findings
  }

  /// Runs in the page; leaves its answer as an attribute of the root, in Base64.
  private static let question = """
    const seen = e => { const b = e.getBoundingClientRect();
      return b.width > 0 && b.height > 0 && getComputedStyle(e).visibility !== 'hidden'; };
    // A line along an axis has no area, but a length.
    const marked = e => { const b = e.getBoundingClientRect(), s = getComputedStyle(e);
      return b.width + b.height > 0 && s.display !== 'none' &&
        (s.fill !== 'none' || s.stroke !== 'none'); };
    const parts = c => { const n = (c.match(/[\\d.]+/g) || []).map(Number);
      return n.length < 3 ? null : [n[0], n[1], n[2], n.length > 3 ? n[3] : 1]; };
    const light = c => { const [r, g, b] = c.map(v => { v /= 255;
      return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
    const behind = e => { for (; e; e = e.parentElement) {
      const c = parts(getComputedStyle(e).backgroundColor); if (c && c[3] > 0) return c; }
      return [255, 255, 255, 1]; };
    const charts = [], emptyFigures = [], faint = [];
    for (const figure of document.querySelectorAll('figure')) {
      const shown = [...figure.querySelectorAll('svg.chart')].filter(seen);
      if (!shown.length) emptyFigures.push(figure.id);
      for (const svg of shown) charts.push({
        figure: figure.id, title: svg.querySelector('title').textContent,
        summary: svg.querySelector('desc').textContent,
        marks: [...svg.querySelectorAll('.mark')].filter(marked).length });
    }
    for (const e of document.body.querySelectorAll('*')) {
      if (!seen(e) || ['SCRIPT', 'STYLE', 'title', 'desc'].includes(e.tagName)) continue;
      const text = [...e.childNodes].filter(n => n.nodeType === 3)
        .map(n => n.textContent.trim()).join('');
      if (!text) continue;
      const style = getComputedStyle(e);
      const front = parts(e instanceof SVGElement ? style.fill : style.color);
      if (!front) continue;
      const [a, b] = [light(front.slice(0, 3)), light(behind(e).slice(0, 3))];
      const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      if (contrast < 4.5) faint.push({ text, contrast });
    }
    const answer = { charts, emptyFigures, faint,
      overhang: document.documentElement.scrollWidth - innerWidth,
      fetched: performance.getEntriesByType('resource').map(r => r.name) };
    document.documentElement.setAttribute('findings',
      btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(answer)))));
    """
}
