internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

/// The calls of what opens when.
enum TermsAPI {
  static let show = Route.get(
    "/api/v1/courses/{course}/terms", Reference<Course>.self, by: .signedIn, "What a course asks of its enrollments"
  )
  .answers(TermsPayload.self)
  static let save = Route.put(
    "/api/v1/courses/{course}/terms", Reference<Course>.self, by: .signedIn, "Say what a course asks"
  )
  .takes(TermsPayload.self, answers: TermsPayload.self)
  static let item = Route.get(
    "/api/v1/items/{item}/condition", ID<CourseItem>.self, by: .signedIn, "When an item opens"
  )
  .answers(ConditionPayload.self)
  static let saveItem = Route.put(
    "/api/v1/items/{item}/condition", ID<CourseItem>.self, by: .signedIn, "Say when an item opens"
  )
  .takes(ConditionPayload.self, answers: ConditionPayload.self)

  static func register(on table: inout RouteTable<Context>) {
    table.on(show) { context, reference in
      let course = try await context.db.course(reference, for: context.viewer)
      try course.requireEditing(by: context.viewer)
      return try await context.db.terms(of: course.id)
    }
    table.on(save) { context, terms, reference in try await save(context, terms, reference) }
    table.on(item) { context, id in
      _ = try await course(of: id, context)
      return ConditionPayload(try await context.db.condition(of: id))
    }
    table.on(saveItem) { context, wanted, id in
      let (item, course) = try await course(of: id, context), viewer = context.viewer, now = context.now
      let condition = ItemCondition(
        afterItem: wanted.afterItem, opensAt: wanted.opensAt, daysAfter: wanted.daysAfter?.value)
      try await context.db.transaction {
        try await $0.setCondition(condition, of: item, in: course, by: viewer, at: now)
      }
      return ConditionPayload(try await context.db.condition(of: id))
    }
  }

  private static func course(of id: ID<CourseItem>, _ context: Context) async throws -> (CourseItem, Course) {
    let item = try await context.db.item(id, for: context.viewer)
    let course = try await context.db.course(.id(item.courseID), for: context.viewer)
    try course.requireEditing(by: context.viewer)
    return (item, course)
  }

  private static func save(_ context: Context, _ terms: TermsPayload, _ reference: Reference<Course>) async throws
    -> TermsPayload
  {
    let course = try await context.db.course(reference, for: context.viewer)
    var required: [Course] = []
    for id in terms.prerequisites { required.append(try await context.db.course(.id(id), for: context.viewer)) }
    let known = try await context.db.terms(of: course.id).allowsOffline ?? true
    let wanted = required, viewer = context.viewer, now = context.now
    try await context.db.transaction { transaction in
      try await transaction.setTerms(
        of: course, accessDays: terms.accessDays?.value, offerHours: terms.offerHours.value,
        allowsOffline: terms.allowsOffline ?? known, by: viewer, at: now)
      let present = try await transaction.terms(of: course.id).prerequisites
      for id in present where !wanted.contains(where: { $0.id == id }) {
        try await transaction.removePrerequisite(id, of: course, by: viewer, at: now)
      }
      for one in wanted where !present.contains(one.id) {
        try await transaction.addPrerequisite(one, to: course, by: viewer, at: now)
      }
    }
    return try await context.db.terms(of: course.id)
  }
}

extension Reading {
  fileprivate func terms(of course: ID<Course>) async throws -> TermsPayload {
    let (terms, asked) = try await fetch(CourseTerms.query(of: course), Prerequisite.query(of: "\(course)", for: nil))
    guard let hours = Number<OfferHours>(terms?.offerHours ?? CourseTerms.standardOfferHours) else {
      preconditionFailure("What is kept is in range.")
    }
    return TermsPayload(
      accessDays: terms?.accessDays.flatMap { Number($0) }, offerHours: hours, prerequisites: asked.map(\.course),
      allowsOffline: terms?.allowsOffline ?? true)
  }
}

struct TermsPayload: Payload {
  let accessDays: Number<ExtraDays>?, offerHours: Number<OfferHours>, prerequisites: [ID<Course>]
  let allowsOffline: Bool?
  static let shape = Shape(
    "CourseTerms", Self.init, Field("access_days", \.accessDays, "For how many days it is open; null: without end"),
    Field("offer_hours", \.offerHours, "How long an offered place is kept"),
    Field("prerequisites", \.prerequisites, "Courses to finish first"),
    Field("allows_offline", \.allowsOffline, "Whether learners may keep lessons on their devices; left out: as it is"))
}

struct ConditionPayload: Payload {
  let afterItem: ID<CourseItem>?, opensAt: Instant?, daysAfter: Number<ExtraDays>?
  static let shape = Shape(
    "ItemCondition", Self.init, Field("after_item_id", \.afterItem, "An item to do first"),
    Field("opens_at", \.opensAt), Field("days_after", \.daysAfter, "Counted from each enrollment"))
}

extension ConditionPayload {
  init(_ condition: ItemCondition?) {
    self.init(
      afterItem: condition?.afterItem, opensAt: condition?.opensAt,
      daysAfter: condition?.daysAfter.flatMap { Number($0) })
  }
}
