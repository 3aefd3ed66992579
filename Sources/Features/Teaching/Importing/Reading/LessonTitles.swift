internal import Markup

/// A lesson that has been read but not yet placed.
struct LessonDraft {
  let key: String
  let markdown: String
  let page: RenderedMarkdown
  var title = ""
  var titleSource = ""

  init(key: String, markdown: String) {
    self.key = key
    self.markdown = markdown
    page = Markdown(markdown).render()
  }
}

// A first heading is a title only when it names this lesson: many courses begin every lesson with "Introduction".
struct LessonTitles {
  private(set) var drafts: [LessonDraft]

  init(_ drafts: [LessonDraft], order: CourseOrder) {
    let counts = Dictionary(drafts.compactMap { $0.page.headings.first?.text }.map { ($0, 1) }, uniquingKeysWith: +)
    let listed = (order.manifest?.sections ?? []).flatMap(\.items)
    let manifest = Dictionary(listed.compactMap { item in item.lesson.map { ($0, item.title) } }) { first, _ in first }
    self.drafts = drafts.map { draft in
      var draft = draft
      if let title = manifest[draft.key] ?? order.title(of: draft.key) {
        (draft.title, draft.titleSource) = (title, "the manifest")
      } else if let title = Markdown(draft.markdown).frontMatter["title"] {
        (draft.title, draft.titleSource) = (title, "its front matter")
      } else if let heading = draft.naming, counts[heading] == 1 {
        (draft.title, draft.titleSource) = (heading, "its first heading")
      } else {
        (draft.title, draft.titleSource) = (FileTitles.title(of: draft.key.stem), "the file's name")
      }
      draft.title = String(draft.title.prefix(255))
      return draft
    }
  }
}

extension LessonDraft {
  /// The first heading, when the text begins with it and its words could name a lesson.
  fileprivate var naming: String? {
    guard let first = page.headings.first, page.plainText.hasPrefix(first.text) else { return nil }
    let isAlone = page.headings.dropFirst().allSatisfy { $0.level > first.level }
    let words = [
      "introduction", "intro", "overview", "lessonoverview", "summary", "about", "welcome", "prerequisites", "goals",
    ]
    return isAlone || !words.contains(first.text.squashed) ? first.text : nil
  }
}
