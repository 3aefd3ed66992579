internal import Essentials
internal import EvolvCore

/// What stands in which section, before it is placed: told by the manifest, or else by the folders.
struct CourseChapter {
  let key: String, title: String, about: String
  let entries: [Entry]

  struct Entry {
    let key: String, title: String, slug: String?, isPreview: Bool, kind: Kind
    var opens: CourseManifest.Opening?
  }
  enum Kind {
    case lesson(LessonDraft)
    case video(CourseManifest.Video)
    case material(CourseManifest.Material)
  }
}

struct CourseChapters {
  private(set) var list: [CourseChapter] = []
  private(set) var report: [ReportLine] = []

  init(_ drafts: [LessonDraft], _ order: CourseOrder) {
    if let sections = order.manifest?.sections {
      take(sections, drafts)
    } else {
      take(drafts, order)
    }
  }

  private mutating func take(_ drafts: [LessonDraft], _ order: CourseOrder) {
    let folders = Dictionary(grouping: drafts, by: \.key.folder)
    for (key, title) in Self.titles(of: folders.keys.sorted(by: order.precedes), order) {
      let lessons = (folders[key] ?? []).sorted { order.precedes($0.key, $1.key) }
      let entries = lessons.map { draft in
        CourseChapter.Entry(key: draft.key, title: draft.title, slug: nil, isPreview: false, kind: .lesson(draft))
      }
      list.append(CourseChapter(key: key, title: title, about: "", entries: entries))
    }
  }

  /// A folder's own title, unless two would be the same: then with the whole path.
  private static func titles(of keys: [String], _ order: CourseOrder) -> [(key: String, title: String)] {
    let short = keys.map { order.title(of: $0) ?? ($0.isEmpty ? "Start" : FileTitles.section($0)) }
    return zip(keys, short).map { key, title in
      let isOnly = short.count { $0 == title } == 1
      return (
        key, isOnly ? title : key.split(separator: "/").map { FileTitles.title(of: String($0)) }.joined(separator: ": ")
      )
    }
  }

  /// As the manifest says; lessons that it does not name are none.
  private mutating func take(_ sections: [CourseManifest.Section], _ drafts: [LessonDraft]) {
    var waiting = Dictionary(drafts.map { ($0.key, $0) }) { first, _ in first }, keys: Set<String> = []
    for section in sections {
      var entries: [CourseChapter.Entry] = []
      for item in section.items where keys.insert(item.key).inserted {
        guard let kind = kind(of: item, &waiting) else { continue }
        // A lesson is known by its path, which its links start from.
        let key = if case .lesson(let draft) = kind { draft.key } else { item.key }
        entries.append(
          CourseChapter.Entry(
            key: key, title: item.title, slug: item.slug, isPreview: item.isPreview ?? false, kind: kind,
            opens: item.opens))
      }
      list.append(
        CourseChapter(key: section.key, title: section.title, about: section.description ?? "", entries: entries))
    }
    for key in waiting.keys.sorted() {
      report.append(ReportLine(.dropped, key, "file", because: "The manifest does not name it."))
    }
  }

  private mutating func kind(of item: CourseManifest.Item, _ waiting: inout [String: LessonDraft])
    -> CourseChapter.Kind?
  {
    if let video = item.video { return .video(video) }
    if let material = item.material { return .material(material) }
    guard let path = item.lesson, let draft = waiting.removeValue(forKey: path) else {
      let why = "The manifest names it, and it is not in the folder."
      report.append(ReportLine(.missing, item.lesson ?? item.key, "item \(item.title)", because: why))
      return nil
    }
    return .lesson(draft)
  }
}

extension String {
  fileprivate var folder: String { lastIndex(of: "/").map { String(self[..<$0]) } ?? "" }
}
