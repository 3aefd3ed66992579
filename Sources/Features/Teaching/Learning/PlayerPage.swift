internal import Accounts
internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Routing

/// One item of a course, with the outline beside it and the way on below it.
struct PlayerPage: Page {
  let outline: CourseOutline
  let open: OpenItem
  let record: LearningRecord
  var film: MediaFilm?
  var watching: Watching?
  let marks: [ItemMark]
  let draft: Draft
  let csrf: String
  /// Whether the viewer may keep lessons of this course on a device.
  var allowsOffline = false
  /// Set where the page is the copy that a device keeps.
  var copy: Copy?

  struct Copy { let keptAt: Instant, until: Instant }

  var title: String { "\(open.item.title) · \(outline.course.title)" }
  var shell: Shell { copy.map { .kept(since: $0.keptAt) } ?? .player }
  var isIndexed: Bool { false }
  var scripts: [String] {
    (allowsOffline ? ["pages/kept.js"] : []) + (film != nil && copy == nil ? FilmFigure.scripts : [])
  }

  var body: HTML {
    PlayerShell(
      course: (title: outline.course.title, link: TeachingLinks.course(outline.course.slug)),
      progress: record.enrollment.map { (done: $0.itemsDone, of: outline.course.itemCount) },
      outline: Outline(sections), previous: neighbor(-1), next: neighbor(1), completion: completion,
      visit: copy == nil ? (action: LearningRoutes.visit.path(outline.course.slug, open.item.slug), csrf: csrf) : nil
    ) {
      article(.class("player-item")) {
        header(.class("player-item-head")) {
          h1(.ownDirection) { open.item.title }
          div(.class("player-item-facts")) {
            MetaLine(facts)
            div(.class("player-item-tools")) {
              if allowsOffline { KeepMenu(course: outline.course, item: open.item) }
              if copy == nil {
                BookmarkButton(
                  course: outline.course.slug, item: open.item.slug, isSet: marks.contains(where: \.isBookmarked),
                  csrf: csrf)
              }
            }
          }
        }
        ItemBody(open: open, film: film, watching: watchedFilm)
      }
    } notes: {
      if copy == nil {
        NotesPanel(
          course: outline.course.slug, item: open.item, notes: marks.compactMap(\.note), draft: draft, csrf: csrf)
      }
    }
  }

  private var facts: [MediaCard.Meta] {
    var facts = [MediaCard.Meta(sectionTitle, .bookOpen)]
    if let minutes = open.item.minutes { facts.append(MediaCard.Meta("\(minutes) min", .clock)) }
    return facts
  }
  private var sectionTitle: String {
    outline.sections.first { $0.id == open.item.sectionID }?.title ?? outline.course.title
  }

  private var sections: [Outline.Section] {
    outline.sections.map { section in
      let done = section.items.count { record.isDone($0.id) }
      return Outline.Section(
        section.title, note: "\(done)/\(section.items.count)", isOpen: section.id == open.item.sectionID,
        section.items.map(line))
    }
  }

  private func line(_ item: CourseItem) -> Outline.Item {
    Outline.Item(
      item.title, to: LearningRoutes.item.path(outline.course.slug, item.slug),
      Outline.State(record.state(of: item, isOpen: !record.isByCodeAlone)),
      icon: item.kind.icon, note: record.lock(of: item.id)?.note ?? item.minutes.map { "\($0) min" },
      isCurrent: item.id == open.item.id)
  }

  private func neighbor(_ distance: Int) -> (title: String, link: Link)? {
    guard let here = outline.items.firstIndex(where: { $0.id == open.item.id }),
      outline.items.indices.contains(here + distance)
    else { return nil }
    let item = outline.items[here + distance]
    return (title: item.title, link: LearningRoutes.item.path(outline.course.slug, item.slug))
  }

  /// Only what learners see is kept.
  private var watchedFilm: WatchedFilm? {
    guard film != nil, copy == nil, record.isOpen || record.isByCodeAlone else { return nil }
    return WatchedFilm(
      report: WatchRoutes.watch.path(outline.course.slug, open.item.slug), csrf: csrf, watching: watching,
      isDone: record.isDone(open.item.id))
  }

  private var completion: PlayerShell.Completion {
    guard record.isOpen else { return .none }
    // A copy lies on the device for weeks: it holds no token, and its steps wait there.
    let csrf = copy == nil ? csrf : ""
    let course = outline.course.slug, item = open.item.slug
    return record.isDone(open.item.id)
      ? .done(undo: LearningRoutes.reopen.path(course, item), csrf: csrf)
      : .open(action: LearningRoutes.complete.path(course, item), csrf: csrf)
  }
}

extension ItemKind {
  /// Lessons are what a course consists of, so only the others are marked.
  var icon: Icon? {
    switch self {
    case .lesson: nil
    case .video: .play
    case .material: .file
    }
  }
}

extension Outline.State {
  init(_ state: ItemState) {
    switch state {
    case .locked: self = .locked
    case .open: self = .open
    case .started: self = .started
    case .done: self = .done
    }
  }
}
