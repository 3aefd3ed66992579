internal import Essentials
internal import EvolvCore
internal import Markup

/// Places the lessons in their sections and tells what became of each.
struct CourseBuilder {
  private(set) var sections: [ImportedSection] = []
  private(set) var report: [ReportLine] = []
  private let links: CourseLinks
  private var slugs: Set<String> = []
  private var shown: Set<String> = []

  init(
    drafts: [LessonDraft], images: [ImportedImage], files: [ImportedFile], links: CourseLinks, order: CourseOrder
  ) {
    self.links = links
    let chapters = CourseChapters(drafts, order)
    report = chapters.report
    for chapter in chapters.list {
      sections.append(
        ImportedSection(
          key: chapter.key, title: chapter.title, about: chapter.about,
          items: chapter.entries.enumerated().map { place($1, at: $0 + 1) }))
    }
    for image in images {
      let size = "\(image.type.rawValue), \(image.width) × \(image.height)"
      let use = shown.contains(image.key) ? "A lesson shows it." : "No lesson shows it."
      report.append(ReportLine(.taken, image.key, "image (\(size))", because: use))
    }
    for file in files { report.append(ReportLine(.taken, file.key, "file", because: "The manifest names it.")) }
  }

  private mutating func place(_ entry: CourseChapter.Entry, at position: Int) -> ImportedItem {
    let slug = slug(for: entry)
    let content: ImportedContent =
      switch entry.kind {
      case .lesson(let draft): .lesson(place(draft, as: slug, at: position))
      case .video(let video): .video(video)
      case .material(let material): .material(material)
      }
    if case .lesson = entry.kind {
    } else {
      report.append(
        ReportLine(.taken, entry.key, entry.kind.words + " " + entry.title, because: "The manifest says so."))
    }
    return ImportedItem(
      key: entry.key, title: entry.title, slug: slug, isPreview: entry.isPreview, content: content,
      opens: entry.opens)
  }

  private mutating func place(_ draft: LessonDraft, as slug: String, at position: Int) -> ImportedLesson {
    report.append(
      ReportLine(.taken, draft.key, "lesson \(draft.title)", because: "The title comes from \(draft.titleSource)."))
    let targets = follow(draft)
    tellChanges(of: draft)
    return ImportedLesson(
      key: draft.key, title: draft.title, slug: slug, position: position, markdown: draft.markdown,
      images: targets.compactMap { if case .image(let key) = $0 { key } else { nil } }.unique,
      lessons: targets.compactMap { if case .lesson(let key, _) = $0 { key } else { nil } }.unique,
      words: draft.page.words, minutes: draft.page.minutes)
  }

  /// Every address of the lesson, with what it turned out to be.
  private mutating func follow(_ draft: LessonDraft) -> [CourseTarget] {
    let addresses = draft.page.images.map { (URLKind.image, $0) } + draft.page.links.map { (URLKind.link, $0) }
    return addresses.compactMap { kind, written in
      let what = "\(kind == .image ? "image" : "link") \(written.address)"
      switch links.meaning(of: written.address, as: kind, in: draft.key) {
      case .outside: return nil
      case .missing(let why):
        report.append(ReportLine(.missing, draft.key, line: written.line, what, because: why))
        return nil
      case .inside(let target, let note):
        if case .image(let key) = target { shown.insert(key) }
        if let note { tell(note, target, written, what, in: draft.key) }
        return target
      }
    }
  }

  private mutating func tell(
    _ note: String, _ target: CourseTarget, _ written: MarkupAddress, _ what: String, in key: String
  ) {
    var isPlaceLost = false
    if case .lesson(_, nil) = target { isPlaceLost = LinkParts(written.address)?.fragment?.isEmpty == false }
    report.append(ReportLine(isPlaceLost ? .missing : .changed, key, line: written.line, what, because: note))
  }

  /// What printing will leave out or replace, addresses aside.
  private mutating func tellChanges(of draft: LessonDraft) {
    let page = links.page(of: draft.markdown, key: draft.key, title: draft.title) { _ in .replaced("/") }
    for change in page.changes where !isTold(change, of: draft) {
      let kind: ReportLine.Kind = change.isAboutAnchor ? .missing : change.kind == .dropped ? .dropped : .changed
      report.append(ReportLine(kind, draft.key, line: change.line, change.what, because: change.why))
    }
  }

  private func isTold(_ change: SanitizerChange, of draft: LessonDraft) -> Bool {
    report.contains { $0.kind == .missing && $0.file == draft.key && $0.line == change.line && $0.what == change.what }
  }

  private mutating func slug(for entry: CourseChapter.Entry) -> String {
    let wanted =
      entry.slug.flatMap { Slug<ImportedLesson>(pathText: $0) }
      ?? Slug<ImportedLesson>.made(of: entry.title, fallback: "lesson")
    var slug = wanted
    var number = 2
    while !slugs.insert(slug.text).inserted {
      slug = wanted.numbered(number)
      number += 1
    }
    return slug.text
  }
}

extension SanitizerChange {
  fileprivate var isAboutAnchor: Bool { kind == .dropped && what.hasPrefix("link to #") }
}

extension CourseChapter.Kind {
  fileprivate var words: String {
    switch self {
    case .lesson: "lesson"
    case .video: "video"
    case .material: "material"
    }
  }
}

extension [String] {
  fileprivate var unique: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
