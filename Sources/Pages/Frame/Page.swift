/// A page that is complete in itself: one file, from which nothing else is fetched.
package struct Page: Sendable {
  /// One part of the page, with a heading that says what it shows.
  package struct Section: Sendable {
    /// Unique within the page; letters and hyphens.
    package var identifier: String
    /// For the list of contents.
    package var name: String
    package var heading: String
    package var content: Markup

    package init(
      identifier: String, name: String, heading: String, @MarkupBuilder content: () -> Markup
    ) {
      self.identifier = identifier
      self.name = name
      self.heading = heading
      self.content = content()
    }
  }

  package var title: String
  /// Above all sections, with the page's first heading.
  package var header: Markup
  package var sections: [Section]
  package var footer: Markup

  package init(title: String, header: Markup, sections: [Section], footer: Markup) {
    self.title = title
    self.header = header
    self.sections = sections
    self.footer = footer
  }

  package var html: String {
    let root = element("html", ["lang": "en"]) {
      head
      element("body") {
        element("a", ["class": "skip", "href": "#content"]) { "Skip to the content" }
        Patterns.definitions
        element("div", ["class": "column"]) {
          element("header") {
            header
            contents
          }
          element("main", ["id": "content"]) {
            for section in sections { self.section(section) }
          }
          element("footer") { footer }
        }
      }
    }
    return "<!DOCTYPE html>\n" + root.text + "\n"
  }

  private var head: Markup {
    element("head") {
      element("meta", ["charset": "utf-8"])
      // The browser itself sees to it that nothing is fetched.
      element(
        "meta",
        [
          "http-equiv": "Content-Security-Policy",
          "content": "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
        ])
      element("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
      element("meta", ["name": "color-scheme", "content": "light dark"])
      element("link", ["rel": "icon", "href": "data:,"])
      element("title") { title }
      element("style") { Markup.trusted(Stylesheet.text) }
    }
  }

  private var contents: Markup {
    element("nav", ["aria-label": "Contents"]) {
      element("ul") {
        for section in sections {
          element("li") { element("a", ["href": "#\(section.identifier)"]) { section.name } }
        }
      }
    }
  }

  private func section(_ section: Section) -> Markup {
    element(
      "section",
      ["id": section.identifier, "aria-labelledby": "\(section.identifier)-heading"]
    ) {
      element("h2", ["id": "\(section.identifier)-heading"]) { section.heading }
      section.content
    }
  }
}
