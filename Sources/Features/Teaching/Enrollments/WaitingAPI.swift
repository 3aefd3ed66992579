internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

/// The calls of the waiting list.
enum WaitingAPI {
  static let join = Route.post(
    "/api/v1/courses/{course}/waiting-list", Reference<Course>.self, by: .signedIn, "Wait for a place in a full course"
  )
  .creates(WaitingPayload.self)
  static let mine = Route.get(
    "/api/v1/courses/{course}/waiting-list/me", Reference<Course>.self, by: .signedIn, "The caller's place"
  )
  .answers(WaitingPayload.self)
  static let leave = Route.delete(
    "/api/v1/courses/{course}/waiting-list/me", Reference<Course>.self, by: .signedIn, "Stop waiting, or decline"
  ).answersNothing
  static let list = Route.get(
    "/api/v1/courses/{course}/waiting-list", Reference<Course>.self, by: .signedIn, "Who waits for a place"
  )
  .answers(WaitingListPayload.self)
  static let skip = Route.delete(
    "/api/v1/courses/{course}/waiting-list/{user}", Reference<Course>.self, ID<Person>.self, by: .signedIn,
    "Skip somebody who waits"
  ).answersNothing

  static func register(on table: inout RouteTable<Context>) {
    table.on(join) { context, reference in
      let course = try await context.db.course(reference, for: context.viewer)
      return try await context.once { transaction, viewer, now in
        WaitingPayload(try await transaction.waitForSeat(in: course, by: viewer, at: now))
      }
    }
    table.on(mine) { context, reference in WaitingPayload(try await own(context, reference)) }
    table.on(leave) { context, reference in
      let entry = try await own(context, reference), viewer = context.viewer, now = context.now
      try await context.db.transaction { try await $0.endWait(entry, as: .left, by: viewer, at: now) }
      return NoPayload()
    }
    table.on(list) { context, reference in
      let course = try await context.db.course(reference, for: context.viewer)
      let rows = try await context.db.waitingList(of: course, for: context.viewer)
      return WaitingListPayload(
        data: rows.map { WaitingPersonPayload(name: $0.name, email: $0.email, place: WaitingPayload($0.entry)) })
    }
    table.on(skip) { context, reference, person in
      let course = try await context.db.course(reference, for: context.viewer)
      try course.requireTeaching(by: context.viewer)
      guard let entry = try await context.db.waitingEntry(of: person, in: course.id) else {
        throw Problem.notFound("place on the waiting list")
      }
      let viewer = context.viewer, now = context.now
      try await context.db.transaction { try await $0.endWait(entry, as: .skipped, by: viewer, at: now) }
      return NoPayload()
    }
  }

  private static func own(_ context: Context, _ reference: Reference<Course>) async throws -> WaitingEntry {
    let course = try await context.db.course(reference, for: context.viewer)
    let person = try context.viewer.requirePerson()
    guard let entry = try await context.db.waitingEntry(of: person, in: course.id), entry.isOpen else {
      throw Problem.notFound("place on the waiting list")
    }
    return entry
  }
}

struct WaitingPayload: Payload {
  let userID: ID<Person>, courseID: ID<Course>, state: WaitingState, position: Int?, joinedAt: Instant,
    offerEndsAt: Instant?
  static let shape = Shape(
    "WaitingPlace", Self.init, Field("user_id", \.userID), Field("course_id", \.courseID), Field("state", \.state),
    Field("position", \.position, "From 1, of who waits"), Field("joined_at", \.joinedAt),
    Field("offer_ends_at", \.offerEndsAt, "Until when an offered place is kept"))
}

extension WaitingPayload {
  init(_ entry: WaitingEntry) {
    self.init(
      userID: entry.person, courseID: entry.course, state: entry.state,
      position: entry.state == .waiting ? entry.position : nil, joinedAt: entry.joinedAt,
      offerEndsAt: entry.offerEndsAt)
  }
}

struct WaitingPersonPayload: Payload {
  let name: String, email: String, place: WaitingPayload
  static let shape = Shape(
    "WaitingPerson", Self.init, Field("name", \.name), Field("email", \.email), Field("place", \.place))
}

struct WaitingListPayload: Payload {
  let data: [WaitingPersonPayload]
  static let shape = Shape("WaitingList", Self.init, Field("data", \.data))
}
