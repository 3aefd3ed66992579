// The rules element by element.

extension Sanitizer {
  /// Handles a start tag; answers the index of the last event that is dealt with.
  mutating func visit(_ tag: HTMLTag, at index: Int) -> Int {
    switch options.profile.fate(of: tag) {
    case .drop:
      change(.dropped, tag, "<\(tag.name)>", "This element and its content are not allowed in a text.")
      return tag.end
    case .unwrap:
      change(.changed, tag, "<\(tag.name)>", "This element is not allowed in a text; its content stays.")
      pass(tag)
      return index
    case .show:
      change(.changed, tag, "<\(tag.name)>", "HTML has no such element; it is shown as text.")
      pass(tag)
      write("<\(tag.name)>")
      return index
    case .keep(let name): return keep(name, tag, at: index)
    }
  }

  private mutating func keep(_ name: String, _ tag: HTMLTag, at index: Int) -> Int {
    switch name {
    case "a": return link(tag, at: index)
    case "img": return image(tag)
    case "iframe": return frame(tag)
    case "audio", "video": return recording(tag, at: index)
    case "input": return checkbox(tag)
    case "pre": return preformatted(tag, at: index)
    case "p" where tag.isPen: return pen(tag, at: index)
    // A parser makes an empty paragraph of every `</p>` that closes nothing.
    case "p" where tag.end == index + 1 && places.ids[index] == nil: return tag.end
    case "h1", "h2", "h3", "h4", "h5", "h6": return heading(tag, at: index)
    case "table":
      enter(name, attributes(of: tag, at: index), tag: tag, before: "<div class=\"scroll\">", after: "</div>")
    case _ where Names.void.contains(name): return void(name, tag, at: index)
    default: enter(name, attributes(of: tag, at: index), tag: tag)
    }
    return index
  }

  private mutating func void(_ name: String, _ tag: HTMLTag, at index: Int) -> Int {
    open(name, attributes(of: tag, at: index))
    if name != "wbr" { endLine() }
    return tag.end
  }

  /// The boxes of a task list become signs, which every reader can say and nobody can tick.
  private mutating func checkbox(_ tag: HTMLTag) -> Int {
    guard tag.attribute("type")?.lowercased() == "checkbox" else {
      change(.dropped, tag, "<input>", "A text has no form fields.")
      return tag.end
    }
    let isDone = tag.attribute("checked") != nil
    output += (isDone ? "<span class=\"task task--done\">☑</span>" : "<span class=\"task\">☐</span>").utf8
    return tag.end
  }

  private mutating func heading(_ tag: HTMLTag, at index: Int) -> Int {
    guard index >= headingEnd, let written = Names.headings[tag.name] else { pass(tag); return index }
    headingEnd = tag.end
    let text = events.text(in: index..<tag.end)
    let id = places.ids[index]
    if result.title == nil, !text.isEmpty { result.title = text }
    if result.headings.isEmpty, result.plainText.isBlank, text == options.titleShownAbove {
      if let id { output += "<span id=\"\(HTML(id).text)\"></span>".utf8 }
      return tag.end
    }
    let level = levels.level(for: written)
    if let id, !text.isEmpty { result.headings.append(Heading(level: level, id: id, text: text)) }
    enter("h\(level)", attributes(of: tag, at: index), tag: tag)
    return index
  }
}

/// Gives headings levels without gaps, below the page's own.
struct HeadingLevels {
  var first = 2
  private var open: [(written: Int, printed: Int)] = []

  mutating func level(for written: Int) -> Int {
    while let last = open.last, last.written >= written { open.removeLast() }
    let printed = min(6, open.last.map { $0.printed + 1 } ?? first)
    open.append((written, printed))
    return printed
  }
}

extension HTMLTag {
  /// CodePen's snippet: a paragraph that its script turns into a player.
  var isPen: Bool { attribute("data-slug-hash") != nil && attribute("class")?.contains("codepen") == true }
}

extension String {
  fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
