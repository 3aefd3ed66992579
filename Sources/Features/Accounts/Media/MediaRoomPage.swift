internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing
internal import SQLStore

/// How much room people take, for who looks after the media.
enum MediaRoomRoutes {
  static let list = Route.get("/admin/media", by: .may(.manageMedia), "See how much room people's files take")
  static let show = Route.get(
    "/admin/media/{person}", ID<Person>.self, by: .may(.manageMedia), "See how much room a person has")
  static let change = Route.post(
    "/admin/media/{person}", ID<Person>.self, by: .may(.manageMedia), "Give a person another amount of room")

  static func register(on table: inout RouteTable<Context>) {
    table.on(list) { context in context.page(try await MediaRoomsPage(context)) }
    table.on(show) { context, person in context.page(try await MediaRoomPage(person, context)) }
    table.on(change) { context, person in
      try await context.form(MediaRoomForm.self) { form in
        try await context.act {
          try await $0.setRoom(form.megabytes?.value, of: person, by: $1, at: $2)
        } then: {
          (list.path(), "The room is changed.")
        }
      } again: { draft in
        context.page(try await MediaRoomPage(person, context, draft: draft))
      }
    }
  }
}

/// How much room somebody is to have; nothing: as much as everyone.
struct MediaRoomForm: Payload {
  let megabytes: Number<QuotaMegabytes>?
  static let shape = Shape(
    "MediaRoomForm", Self.init, Field("megabytes", \.megabytes, "Nothing: as much as everyone has"))
}

struct RoomsQuery: Payload {
  var page: Number<PageNumber>?, pageSize: Number<PageSize>?
  static let shape = Shape("RoomsQuery", Self.init, Field("page", \.page), Field("page_size", \.pageSize))
  var place: PagePlace { PagePlace(page, pageSize) }
}

/// Somebody who keeps files here.
struct MediaKeeper: RowDecodable {
  let person: ID<Person>, name: String, room: MediaRoom, files: Int
  init(row: inout Row) throws {
    person = try row.next()
    name = PersonRecord.name(try row.next(), try row.next())
    room = try MediaRoom(row: &row)
    files = try row.next()
  }
}

extension Reading {
  /// Who takes room, the most first.
  func mediaKeepers(at place: PagePlace) async throws -> (page: ListPage<MediaKeeper>, bytes: Int) {
    let (keepers, total, bytes) = try await fetch(
      Query<[MediaKeeper]>.all(
        """
        SELECT users.id, users.first_name, users.last_name, media_keepers.used_bytes, media_keepers.room_bytes,
          (SELECT count(*) FROM media_files WHERE owner_id = users.id AND deleted_at IS NULL)
        FROM media_keepers JOIN users ON users.id = media_keepers.person_id
        ORDER BY media_keepers.used_bytes DESC, users.id \(SQL.limit(place.size)) OFFSET \(place.skipped)
        """),
      Query<Int>.value("SELECT count(*) FROM media_keepers"),
      Query<Int>.value("SELECT CAST(COALESCE(sum(used_bytes), 0) AS BIGINT) FROM media_keepers"))
    return (ListPage(items: keepers, total: total), bytes)
  }
}

extension Transaction {
  /// Gives a person so many megabytes of room, or with nil as much as everyone has. What is here stays.
  func setRoom(_ megabytes: Int?, of person: ID<Person>, by viewer: Viewer, at now: Instant) async throws {
    try viewer.require(.manageMedia)
    let record = try await self.person(person)
    try await execute(
      """
      INSERT INTO media_keepers (person_id, used_bytes, room_bytes) VALUES (\(record.id), 0, \(megabytes.map { $0 << 20 }))
      ON CONFLICT (person_id) DO UPDATE SET room_bytes = excluded.room_bytes
      """)
    self.record(MediaRoomChanged(person: person, megabytes: megabytes), by: viewer, at: now)
  }
}

struct MediaRoomsPage: Page {
  let query: RoomsQuery
  let keepers: [MediaKeeper], total: Int, bytes: Int
  let settings: MediaSettings
  let title = "Room for files"

  init(_ context: Context) async throws {
    query = try context.request.forgivingQuery(RoomsQuery.self)
    let found = try await context.db.mediaKeepers(at: query.place)
    keepers = found.page.items
    total = found.page.total ?? 0
    bytes = found.bytes
    settings = context.settings(MediaSettings.self)
  }

  var body: HTML {
    PageHeader(
      title, lead: "What people brought in, and how much more they may.",
      crumbs: Breadcrumbs([("Media", MediaRoutes.list.path())]))
    div(.class("stack")) {
      ProgressBar(done: bytes >> 20, of: settings.schoolMegabytes.value, unit: "MB of the school's room taken")
      if keepers.isEmpty {
        EmptyState("Nobody brought anything in", "Whoever does appears here with the room that it takes.", .shelf)
      } else {
        Table("Room", keepers) {
          Column("Person", .name) { keeper in
            a(href: MediaRoomRoutes.show.path(keeper.person), .ownDirection) { keeper.name }
          }
          Column("Files", .number) { keeper in "\(keeper.files)" }
          Column("Takes", .short) { keeper in keeper.room.used.asBytes }
          Column("Of", .short) { keeper in keeper.room.most(settings).asBytes }
        }
        NumberedPages(query.place, total: total, of: ("person", "people")) {
          MediaRoomRoutes.list.path().query([("page", String($0))])
        }
      }
    }
  }
}

struct MediaRoomPage: Page {
  let person: PersonRecord
  let room: MediaRoom, settings: MediaSettings
  let draft: Draft, csrf: String
  var title: String { "Room of \(person.name)" }

  init(_ id: ID<Person>, _ context: Context, draft: Draft = Draft()) async throws {
    person = try await context.db.person(id)
    room = try await context.db.mediaRoom(of: id)
    settings = context.settings(MediaSettings.self)
    self.draft = draft
    csrf = context.forgeryToken
  }

  var body: HTML {
    PageHeader(
      title,
      crumbs: Breadcrumbs([("Media", MediaRoutes.list.path()), ("Room for files", MediaRoomRoutes.list.path())]))
    div(.class("stack narrow")) {
      ProgressBar(done: room.used >> 20, of: room.most(settings) >> 20, unit: "MB taken")
      Form(MediaRoomRoutes.change.path(person.id), csrf: csrf) {
        Field(
          "megabytes", "Room in megabytes", .number(min: 1), value: draft.value("megabytes", or: own),
          help: "Empty: \(settings.personMegabytes.value) MB, as everyone has.",
          error: draft.sentence("megabytes", "Room"), .optional)
        FormActions { Button("Save", .primary, busy: "Saving") }
      }
    }
  }
  private var own: String { room.own.map { String($0 >> 20) } ?? "" }
}
