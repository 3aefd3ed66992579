// The rules attribute by attribute. What a dialect of Markdown or our own renderer put there goes without a word.

extension Sanitizer {
  /// The attributes that stay, checked.
  mutating func attributes(of tag: HTMLTag, at index: Int) -> [(String, String)] {
    var kept: [(String, String)] = []
    if let id = places.ids[index] { kept.append(("id", id)) }
    for (name, value) in tag.attributes {
      switch judge(name, value, of: tag) {
      case .keep(let name, let value): kept.append((name, value))
      case .silent: continue
      case .drop:
        change(.dropped, tag, "\(name)=\"\(value.prefix(60))\" on <\(tag.name)>", "This attribute is not allowed here.")
      }
    }
    if tag.name == "th", !kept.contains(where: { $0.0 == "scope" }) { kept.append(("scope", "col")) }
    return kept
  }

  private enum Verdict { case keep(String, String), silent, drop }

  private func judge(_ name: String, _ value: String, of tag: HTMLTag) -> Verdict {
    switch name {
    case "data-sourcepos", "markdown": .silent
    case "id": options.profile.keepsIDs && places.isPlaced(value) ? .silent : .drop
    case "class": classes(value)
    case "lang": value.isLanguage ? .keep(name, value) : .drop
    case "dir": ["ltr", "rtl", "auto"].contains(value.lowercased()) ? .keep(name, value.lowercased()) : .drop
    default: special(name, value, of: tag.name)
    }
  }

  private func special(_ name: String, _ value: String, of element: String) -> Verdict {
    switch (element, name) {
    case ("a", "href"), ("a", "rel"), ("a", "target"), ("a", "name"): .silent
    case ("img", "src"), ("img", "alt"): .silent
    case ("a", "title"), ("img", "title"), ("abbr", "title"), ("dfn", "title"): .keep(name, String(value.prefix(400)))
    case ("td", "align"), ("th", "align"):
      ["left", "right", "center"].contains(value) ? .keep("class", "align-\(value)") : .drop
    case ("td", "colspan"), ("th", "colspan"), ("td", "rowspan"), ("th", "rowspan"), ("li", "value"), ("ol", "start"):
      Int(value).flatMap { (0...9_999).contains($0) ? $0 : nil }.map {
        .keep(name, String(name == "start" || name == "value" ? $0 : min($0, 100)))
      } ?? .drop
    case ("th", "scope"): ["col", "row", "colgroup", "rowgroup"].contains(value) ? .keep(name, value) : .drop
    case ("ol", "type"): ["1", "a", "A", "i", "I"].contains(value) ? .keep(name, value) : .drop
    case ("ol", "reversed"), ("details", "open"): .keep(name, "")
    case ("time", "datetime"): value.utf8.count <= 40 ? .keep(name, value) : .drop
    default: .drop
    }
  }

  /// Known classes under our names; a callout says to assistive technology that it is a note.
  private func classes(_ value: String) -> Verdict {
    let known = value.split(whereSeparator: \.isWhitespace).prefix(10).compactMap {
      options.profile.classes[String($0)]
    }
    return known.isEmpty ? .drop : .keep("class", known.joined(separator: " "))
  }
}

/// The id of each place of a text, decided before anything is printed, because links may point forward.
struct AnchorPlan {
  private(set) var ids: [Int: String] = [:]
  private(set) var anchors = Anchors()
  private var written: Set<String> = []

  init(_ events: [HTMLEvent], options: MarkupOptions) {
    guard options.profile.keepsIDs else { return }
    walk(events, options) { plan, tag, index in plan.claimWritten(tag, index, options) }
    var headingEnd = 0
    walk(events, options) { plan, tag, index in
      guard Names.headings[tag.name] != nil, index >= headingEnd else { return }
      headingEnd = tag.end
      if plan.ids[index] == nil {
        plan.ids[index] = plan.anchors.claim(heading: events.text(in: index..<tag.end), prefix: options.idPrefix)
      }
    }
  }

  /// Whether an id of the text was taken over.
  func isPlaced(_ id: String) -> Bool { written.contains(id) }

  private mutating func claimWritten(_ tag: HTMLTag, _ index: Int, _ options: MarkupOptions) {
    guard let id = tag.attribute("id") ?? (tag.name == "a" ? tag.attribute("name") : nil),
      let printed = anchors.claim(id, prefix: options.idPrefix)
    else { return }
    ids[index] = printed
    written.insert(id)
  }

  private mutating func walk(
    _ events: [HTMLEvent], _ options: MarkupOptions, _ visit: (inout Self, HTMLTag, Int) -> Void
  ) {
    var index = 0
    while index < events.count {
      if case .open(let tag) = events[index] {
        switch options.profile.fate(of: tag) {
        case .drop: index = tag.end
        case .keep: visit(&self, tag, index)
        case .unwrap, .show: break
        }
      }
      index += 1
    }
  }
}

extension String {
  fileprivate var isLanguage: Bool {
    !isEmpty && utf8.count <= 35
      && utf8.allSatisfy { $0 == 0x2D || ($0 >= 0x30 && $0 <= 0x39) || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) }
  }
}
