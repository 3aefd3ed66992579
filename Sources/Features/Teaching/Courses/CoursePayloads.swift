internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

// What the API says about courses. Names are those of the design document; what it calls a duration in hours is minutes here.

/// A course in a list.
struct CourseSummary: Payload {
  let id: ID<Course>, slug: Slug<Course>, title: String, shortDescription: String
  let categoryID: ID<Category>?, instructorID: ID<Person>, instructorName: String
  let level: Level, language: LanguageTag, durationMinutes: Int?
  let price: DecimalAmount, currency: String, enrollmentMode: EnrollmentMode
  let itemCount: Int, lessonCount: Int, totalEnrolled: Int, rating: Stars, ratingCount: Int
  let thumbnailURL: String?, publishedAt: Instant?, isFeatured: Bool

  static let shape = Shape(
    "CourseSummary", Self.init,
    Field("id", \.id), Field("slug", \.slug), Field("title", \.title), Field("short_description", \.shortDescription),
    Field("category_id", \.categoryID), Field("instructor_id", \.instructorID),
    Field("instructor_name", \.instructorName), Field("level", \.level), Field("language", \.language),
    Field("duration_minutes", \.durationMinutes), Field("price", \.price), Field("currency", \.currency),
    Field("enrollment_mode", \.enrollmentMode),
    Field("item_count", \.itemCount), Field("lesson_count", \.lessonCount),
    Field("total_enrolled", \.totalEnrolled), Field("rating", \.rating), Field("rating_count", \.ratingCount),
    Field("thumbnail_url", \.thumbnailURL, "The picture of the course, if it has one"),
    Field("published_at", \.publishedAt), Field("is_featured", \.isFeatured))
}

extension CourseSummary {
  /// Adds the row of a `CourseBrief` as `init(_:)` would, without making one.
  static func add(_ row: inout Row, to list: inout RowWriter<CourseSummary>) throws {
    list.openRow()
    let id: ID<Course> = try row.next()
    list.put(id)
    try list.putTexts(3, of: &row)  // slug, title, short description
    try list.put(ID<Category>?.self, of: &row)
    try list.put(ID<Person>.self, of: &row)
    try list.putTexts(3, of: &row)  // instructor's name, level, language
    try list.put(Int?.self, of: &row)
    list.put(DecimalAmount(minorUnits: try row.next()))
    try list.putTexts(2, of: &row)  // currency, enrollment mode
    for _ in 0..<3 { try list.put(Int.self, of: &row) }  // items, lessons, enrolled
    list.put(Stars(hundredths: try row.next()))
    try list.put(Int.self, of: &row)
    let cover: ID<CourseFile>? = try row.nextIfPresent()
    list.put(cover.map { CourseFileRoutes.show.path(id, $0).text })
    try list.put(Instant?.self, of: &row)
    let featuredAt: Instant? = try row.nextIfPresent()
    list.put(featuredAt != nil)
    list.closeRow()
  }

  init(_ course: CourseBrief) {
    self.init(
      id: course.id, slug: course.slug, title: course.title, shortDescription: course.shortDescription,
      categoryID: course.categoryID, instructorID: course.instructorID, instructorName: course.instructorName,
      level: course.level, language: course.language, durationMinutes: course.durationMinutes,
      price: DecimalAmount(minorUnits: course.price.minorUnits), currency: course.price.currency,
      enrollmentMode: course.enrollmentMode, itemCount: course.itemCount, lessonCount: course.lessonCount,
      totalEnrolled: course.totalEnrolled, rating: Stars(hundredths: course.rating.hundredths),
      ratingCount: course.rating.count, thumbnailURL: course.cover?.text, publishedAt: course.publishedAt,
      isFeatured: course.isFeatured)
  }
}

/// A page of the catalog.
struct CourseListAnswer: Payload {
  let data: RowList<CourseSummary>, meta: ListMeta
  static let shape = Shape("CourseList", Self.init, Field("data", \.data), Field("meta", \.meta))
}

/// A course with everything its outline shows.
struct CourseDetail: Payload, Located {
  let summary: CourseSummary, contents: CourseContents

  static let shape = Shape(CourseSummary.shape, \.summary, CourseContents.shape, \.contents, Self.init)
  var location: Link { CourseAPI.show.path(.id(summary.id)) }
}

/// What a detail says and a list does not.
struct CourseContents: Payload {
  let parentID: ID<Course>?, isFree: Bool, requiresCode: Bool, maxStudents: Int?
  let status: CourseStatus, isPublished: Bool, createdAt: Instant, updatedAt: Instant
  let description: String, reviewNote: String?, sections: [SectionAnswer]

  static let shape = Shape(
    "CourseDetail", Self.init,
    Field("parent_id", \.parentID), Field("is_free", \.isFree), Field("requires_code", \.requiresCode),
    Field("max_students", \.maxStudents), Field("status", \.status), Field("is_published", \.isPublished),
    Field("created_at", \.createdAt), Field("updated_at", \.updatedAt),
    Field("description", \.description, "Markdown"),
    Field("review_note", \.reviewNote, "Why it was sent back; only for those who may change it"),
    Field("sections", \.sections))
}

extension CourseDetail {
  /// `viewer` decides whether the reviewers' words are told.
  init(_ head: OutlineHead, _ sections: [CourseSection], _ items: WrittenItems, for viewer: Viewer) {
    let course = head.course
    self.init(
      summary: CourseSummary(course.brief),
      contents: CourseContents(
        parentID: course.parentID, isFree: course.isFree, requiresCode: course.enrollmentMode == .code,
        maxStudents: course.maxStudents, status: course.status, isPublished: course.isPublished,
        createdAt: course.createdAt, updatedAt: course.updatedAt, description: head.description,
        reviewNote: course.mayBeEdited(by: viewer) ? head.reviewNote : nil,
        sections: sections.map { SectionAnswer($0, items.list(of: $0.id)) }))
  }
}

/// A section with its items.
struct SectionAnswer: Payload, Located {
  let id: ID<CourseSection>, courseID: ID<Course>, title: String, description: String, position: Int
  let items: RowList<ItemAnswer>

  static let shape = Shape(
    "Section", Self.init, Field("id", \.id), Field("course_id", \.courseID), Field("title", \.title),
    Field("description", \.description), Field("position", \.position), Field("items", \.items))
  var location: Link { SectionAPI.show.path(id) }
}

/// An item as the outline shows it.
struct ItemAnswer: Payload {
  let id: ID<CourseItem>, type: ItemKind, title: String, slug: Slug<CourseItem>, position: Int
  let minutes: Int?, durationSeconds: Int?, isPreview: Bool

  static let shape = Shape(
    "Item", Self.init, Field("id", \.id), Field("type", \.type), Field("title", \.title), Field("slug", \.slug),
    Field("position", \.position), Field("minutes", \.minutes),
    Field("duration_seconds", \.durationSeconds, "Of a video"),
    Field("is_preview", \.isPreview, "Open to everyone"))
}

extension SectionAnswer {
  init(_ section: CourseSection) { self.init(section, RowList(section.items.map(ItemAnswer.init))) }

  fileprivate init(_ section: CourseSection, _ items: RowList<ItemAnswer>) {
    self.init(
      id: section.id, courseID: section.courseID, title: section.title, description: section.description,
      position: section.position, items: items)
  }
}

/// The items of a course as the API writes them, and in which section each stands.
struct WrittenItems: Sendable {
  private let items: WrittenRows<ItemAnswer>
  private let sections: [ID<CourseSection>]

  init(rows: inout Row) throws {
    var items = RowWriter<ItemAnswer>(expecting: 20), sections: [ID<CourseSection>] = []
    while try rows.step() { sections.append(try ItemAnswer.add(&rows, to: &items)) }
    self.items = items.finishedRows()
    self.sections = sections
  }

  fileprivate func list(of section: ID<CourseSection>) -> RowList<ItemAnswer> { items.list { sections[$0] == section } }
}

extension ItemAnswer {
  /// Those of a `CourseItem` that the answer says, and its section.
  static let columns: SQL = """
    course_items.id, course_items.section_id, course_items.kind, course_items.title, course_items.slug,
    course_items.position, course_items.minutes, course_items.duration_seconds, course_items.previewable_since
    """

  /// Adds a row of `columns` as `init(_:)` would that of a `CourseItem`, without making one; gives its section.
  fileprivate static func add(_ row: inout Row, to list: inout RowWriter<ItemAnswer>) throws -> ID<CourseSection> {
    list.openRow()
    try list.put(ID<CourseItem>.self, of: &row)
    let section: ID<CourseSection> = try row.next()
    try list.putTexts(3, of: &row)  // kind, title, slug
    try list.put(Int.self, of: &row)
    for _ in 0..<2 { try list.put(Int?.self, of: &row) }  // minutes, seconds
    let previewableSince: Instant? = try row.nextIfPresent()
    list.put(previewableSince != nil)
    list.closeRow()
    return section
  }

  init(_ item: CourseItem) {
    self.init(
      id: item.id, type: item.kind, title: item.title, slug: item.slug, position: item.position, minutes: item.minutes,
      durationSeconds: item.durationSeconds, isPreview: item.isPreview)
  }
}

/// The sections of a course.
struct SectionListAnswer: Payload {
  let data: [SectionAnswer], meta: ListMeta
  static let shape = Shape("SectionList", Self.init, Field("data", \.data), Field("meta", \.meta))
}

extension ListMeta {
  /// Of a list that is always given whole.
  init(whole count: Int) { self.init(total: count, page: 1, pageSize: count, nextCursor: nil) }
}

/// An average from 0 to 5 with two decimals.
struct Stars: PayloadValue, Hashable {
  let hundredths: Int
  static var schema: Schema {
    .scalar(type: "number", format: nil, limits: [.init("minimum", 0), .init("maximum", 5)])
  }
  func write(to json: inout JSONWriter) { json.decimal(hundredths: Int64(hundredths)) }
  static func read(_ json: JSONNode, into faults: inout Faults) -> Stars? {
    guard let text = json.number, let value = Double(text), (0...5).contains(value) else {
      return faults.refuse("must be a number from 0 to 5")
    }
    return Stars(hundredths: Int((value * 100).rounded()))
  }
  static func sample(_ seed: Int) -> Stars { Stars(hundredths: seed * 7 % 501) }
}
