// Links, images and players: everything that has an address.

extension Sanitizer {
  mutating func link(_ tag: HTMLTag, at index: Int) -> Int {
    guard index >= linkEnd else { pass(tag); return index }
    let attributes = attributes(of: tag, at: index)
    guard let written = tag.attribute("href") else {
      enter("span", attributes, tag: tag)
      return index
    }
    linkEnd = tag.end
    result.links.append(MarkupAddress(address: written, text: events.text(in: index..<tag.end), line: tag.line))
    switch target(written) {
    case .inside(let address): enter("a", attributes + [("href", address)], tag: tag)
    case .outside(let address):
      enter("a", attributes + [("href", address), ("rel", "noopener noreferrer nofollow")], tag: tag)
    case .refused(let why):
      change(.dropped, tag, "link to \(written)", why)
      pass(tag)
    }
    return index
  }

  /// An image with its words; one that cannot be shown leaves its words.
  mutating func image(_ tag: HTMLTag) -> Int {
    let alt = tag.attribute("alt") ?? ""
    guard let written = tag.attribute("src"), !written.isEmpty else {
      change(.dropped, tag, "<img>", "The image has no address.")
      return tag.end
    }
    result.images.append(MarkupAddress(address: written, text: alt, line: tag.line))
    switch source(written) {
    case .shown(let attributes):
      let title = tag.attribute("title").map { [("title", String($0.prefix(400)))] } ?? []
      open("img", attributes + [("alt", alt)] + title + [("loading", "lazy"), ("decoding", "async")])
      result.plainText += alt
    case .linked(let address):
      change(.changed, tag, "image \(written)", "Images of other sites are not loaded; it is shown as a link.")
      words(alt.isEmpty ? address : alt, linkedTo: address)
    case .refused(let why):
      change(.dropped, tag, "image \(written)", why)
      if !alt.isEmpty { words(alt, linkedTo: nil) }
    }
    return tag.end
  }

  /// A frame of a site we know becomes a link that can open in place; any other an ordinary link.
  mutating func frame(_ tag: HTMLTag) -> Int {
    let written = tag.attribute("src") ?? ""
    if let embed = Embed(frame: written) {
      change(.changed, tag, "<iframe> of \(embed.site.rawValue)", "It is loaded only when it is asked for.")
      show(embed, titled: tag.attribute("title") ?? "")
    } else if case .outside(let address) = WebAddress(written), let parts = AddressParts(address) {
      change(.changed, tag, "<iframe> of \(parts.host)", "Frames of this site are not allowed; it is shown as a link.")
      words(tag.attribute("title") ?? parts.host, linkedTo: address)
    } else {
      change(.dropped, tag, "<iframe>", "Frames are not allowed, and it has no address to link to.")
    }
    return tag.end
  }

  /// CodePen's snippet: a paragraph that its script turns into a player, with a fallback whose link has the title. In
  /// Markdown the fallback is a paragraph of its own, because paragraphs do not nest.
  mutating func pen(_ tag: HTMLTag, at index: Int) -> Int {
    guard let pen = tag.attribute("data-slug-hash"),
      let embed = Embed(pen: pen, by: tag.attribute("data-user") ?? "pen")
    else {
      change(.changed, tag, "CodePen example", "Its address cannot be read; its words stay.")
      enter("p", tag: tag)
      return index
    }
    change(.changed, tag, "CodePen example \(pen)", "It is loaded only when it is asked for.")
    var end = tag.end
    var title = linkText(to: pen, in: index..<end)
    if title == nil, let next = paragraph(after: end), let found = linkText(to: pen, in: next) {
      title = found
      end = next.upperBound
    }
    open("p")
    show(embed, titled: title ?? "")
    output += "</p>".utf8
    endLine()
    return end
  }

  /// Sound and film of other sites become links.
  mutating func recording(_ tag: HTMLTag, at index: Int) -> Int {
    let inner = events[index..<tag.end].prefix(12).compactMap { event -> String? in
      if case .open(let source) = event, source.name == "source" { source.attribute("src") } else { nil }
    }
    let written = tag.attribute("src") ?? inner.first ?? ""
    guard case .outside(let address) = WebAddress(written) else {
      change(.dropped, tag, "<\(tag.name)> \(written)", "Recordings are added to a course as files of their own.")
      return tag.end
    }
    change(.changed, tag, "<\(tag.name)> \(written)", "Recordings of other sites are shown as links.")
    words(address, linkedTo: address)
    return tag.end
  }

  private mutating func show(_ embed: Embed, titled title: String) {
    let words = title.isEmpty ? embed.site.rawValue : title
    guard !isInsideLink else { return write(words) }
    open(
      "a",
      [
        ("class", "embed"), ("href", embed.page), ("data-embed", embed.player), ("rel", "noopener noreferrer nofollow"),
      ])
    output += "<span class=\"embed__title\">".utf8
    write(words)
    output += "</span> <span class=\"embed__site\">\(embed.site.rawValue)</span></a>".utf8
    result.links.append(MarkupAddress(address: embed.page, text: words, line: nil))
  }

  private mutating func words(_ words: String, linkedTo address: String?) {
    guard let address, !isInsideLink else { return write(words) }
    open("a", [("href", address), ("rel", "noopener noreferrer nofollow")])
    write(words)
    output += "</a>".utf8
  }

  private func linkText(to pen: String, in range: Range<Int>) -> String? {
    for index in range.prefix(16) {
      guard case .open(let tag) = events[index], tag.name == "a" else { continue }
      return tag.attribute("href")?.hasSuffix("/pen/" + pen) == true ? events.text(in: index..<tag.end) : nil
    }
    return nil
  }

  private func paragraph(after index: Int) -> Range<Int>? {
    for next in events.indices[(index + 1)...].prefix(2) {
      if case .open(let tag) = events[next], tag.name == "p" { return next..<tag.end }
    }
    return nil
  }
}
