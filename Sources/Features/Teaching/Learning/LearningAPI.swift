internal import Essentials
internal import EvolvCore
internal import Markup
internal import Payloads
internal import Routing
internal import SQLStore

/// The calls of learning: the outline with states, an item, and its completion.
enum LearningAPI {
  static let outline = Route.get(
    "/api/v1/courses/{course}/outline", Reference<Course>.self, by: .everyone,
    "Sections and items with the caller's state"
  )
  .answers(OutlinePayload.self)
  static let item = Route.get(
    "/api/v1/items/{item}", ID<CourseItem>.self, by: .everyone, "The content of an item, for who may open it"
  )
  .answers(ItemPayload.self)
  static let complete = Route.put(
    "/api/v1/items/{item}/completion", ID<CourseItem>.self, by: .signedIn, "Mark an item done; again changes nothing"
  )
  .answers(ProgressPayload.self)
  static let reopen = Route.delete(
    "/api/v1/items/{item}/completion", ID<CourseItem>.self, by: .signedIn, "Mark an item not done"
  )
  .answers(ProgressPayload.self)

  static func register(on table: inout RouteTable<Context>) {
    table.on(outline) { context, reference in
      let outline = try await context.db.outline(of: reference, for: context.viewer)
      let record = try await context.db.learningRecord(
        of: context.viewer, in: outline.course.id, at: context.now)
      return OutlinePayload(outline, record, for: context.viewer)
    }
    table.on(item) { context, id in ItemPayload(try await context.db.openItem(id, for: context.viewer, at: context.now))
    }
    table.on(complete) { context, id in
      // What was done without a network may come twice, and after it was taken back elsewhere: with a key it counts once.
      guard context.request.head.headers["idempotency-key"] != nil else {
        return ProgressPayload(try await context.db.complete(id, by: context.viewer, at: context.now))
      }
      return try await context.once { ProgressPayload(try await $0.complete(id, by: $1, at: $2)) }
    }
    table.on(reopen) { context, id in
      ProgressPayload(try await context.db.reopen(id, by: context.viewer, at: context.now))
    }
  }
}

struct OutlinePayload: Payload {
  let courseID: ID<Course>, title: String, progress: Percent?, sections: [OutlineSectionPayload]
  static let shape = Shape(
    "Outline", Self.init, Field("course_id", \.courseID), Field("title", \.title),
    Field("progress", \.progress, "Null for who is not enrolled"), Field("sections", \.sections))

  init(courseID: ID<Course>, title: String, progress: Percent?, sections: [OutlineSectionPayload]) {
    self.courseID = courseID
    self.title = title
    self.progress = progress
    self.sections = sections
  }
  init(_ outline: CourseOutline, _ record: LearningRecord, for viewer: Viewer) {
    let isOpen = record.isOpen || outline.course.mayBeEdited(by: viewer)
    self.init(
      courseID: outline.course.id, title: outline.course.title,
      progress: record.enrollment.map { Percent($0.itemsDone, of: outline.course.itemCount) },
      sections: outline.sections.map { section in
        OutlineSectionPayload(
          id: section.id, title: section.title, position: section.position,
          items: section.items.map { item in
            OutlineItemPayload(
              id: item.id, type: item.kind, title: item.title, slug: item.slug, position: item.position,
              isPreview: item.isPreview,
              state: record.state(of: item, isOpen: isOpen), lock: record.lock(of: item.id)?.words)
          })
      })
  }
}

struct OutlineSectionPayload: Payload {
  let id: ID<CourseSection>, title: String, position: Int, items: [OutlineItemPayload]
  static let shape = Shape(
    "OutlineSection", Self.init, Field("id", \.id), Field("title", \.title), Field("position", \.position),
    Field("items", \.items))
}

struct OutlineItemPayload: Payload {
  let id: ID<CourseItem>, type: ItemKind, title: String, slug: Slug<CourseItem>, position: Int, isPreview: Bool,
    state: ItemState, lock: String?
  static let shape = Shape(
    "OutlineItem", Self.init, Field("id", \.id), Field("type", \.type), Field("title", \.title), Field("slug", \.slug),
    Field("position", \.position), Field("is_preview", \.isPreview), Field("state", \.state),
    Field("lock", \.lock, "Why an enrolled learner cannot open it yet"))
}

struct ItemPayload: Payload {
  let id: ID<CourseItem>, courseID: ID<Course>, type: ItemKind, title: String, html: String?, link: String?
  static let shape = Shape(
    "OpenItem", Self.init, Field("id", \.id), Field("course_id", \.courseID), Field("type", \.type),
    Field("title", \.title),
    Field("html", \.html, "A lesson's text, sanitized"), Field("link", \.link, "Where a video or a material is"))

  init(id: ID<CourseItem>, courseID: ID<Course>, type: ItemKind, title: String, html: String?, link: String?) {
    self.id = id
    self.courseID = courseID
    self.type = type
    self.title = title
    self.html = html
    self.link = link
  }
  init(_ open: OpenItem) {
    var html: String?, link: String?
    switch open.content {
    case .lesson(let text): html = text.html
    case .video(let video): link = video.address
    case .material(let material):
      link = material.link ?? material.file.map { CourseFileRoutes.show.path(open.course.id, $0.id).text }
    }
    self.init(
      id: open.item.id, courseID: open.course.id, type: open.item.kind, title: open.item.title, html: html, link: link)
  }
}

/// Where a learner stands after a step.
struct ProgressPayload: Payload {
  let courseID: ID<Course>, status: EnrollmentStatus, progress: Percent, itemsDone: Int, itemCount: Int,
    completedAt: Instant?
  static let shape = Shape(
    "Progress", Self.init, Field("course_id", \.courseID), Field("status", \.status), Field("progress", \.progress),
    Field("items_done", \.itemsDone), Field("item_count", \.itemCount), Field("completed_at", \.completedAt))

  init(
    courseID: ID<Course>, status: EnrollmentStatus, progress: Percent, itemsDone: Int, itemCount: Int,
    completedAt: Instant?
  ) {
    self.courseID = courseID
    self.status = status
    self.progress = progress
    self.itemsDone = itemsDone
    self.itemCount = itemCount
    self.completedAt = completedAt
  }
  init(_ made: ProgressMade) {
    self.init(
      courseID: made.course, status: made.status, progress: Percent(made.itemsDone, of: made.itemCount),
      itemsDone: made.itemsDone,
      itemCount: made.itemCount, completedAt: made.completedAt)
  }
}
