internal import Essentials
internal import EvolvCore
internal import JobQueue
internal import Payloads
internal import Routing
internal import SQLStore

/// A person as the API tells of them.
struct UserAnswer: Payload, Located {
  let id: ID<Person>, email: String, username: String?, firstName: String, lastName: String, name: String
  let role: Role, status: PersonStatus, timeZone: String, isEmailVerified: Bool, createdAt: Instant,
    lastLoginAt: Instant?

  var location: Link { PersonAPI.show.path(id) }

  static let shape = Shape(
    "User",
    Self.init(id:email:username:firstName:lastName:name:role:status:timeZone:isEmailVerified:createdAt:lastLoginAt:),
    Field("id", \.id), Field("email", \.email), Field("username", \.username), Field("first_name", \.firstName),
    Field("last_name", \.lastName), Field("name", \.name, "First and last name"), Field("role", \.role),
    Field("status", \.status),
    Field("time_zone", \.timeZone), Field("is_email_verified", \.isEmailVerified), Field("created_at", \.createdAt),
    Field("last_login_at", \.lastLoginAt))
}

extension UserAnswer {
  init(_ person: PersonRecord) {
    self.init(
      id: person.id, email: person.email, username: person.username, firstName: person.firstName,
      lastName: person.lastName,
      name: person.name, role: person.role, status: person.status, timeZone: person.timeZone,
      isEmailVerified: person.emailVerifiedAt != nil, createdAt: person.createdAt, lastLoginAt: person.lastLoginAt)
  }
}

struct UserList: Payload {
  let data: [UserAnswer], meta: ListMeta
  static let shape = Shape("UserList", Self.init, Field("data", \.data), Field("meta", \.meta))
}

enum PersonAPI {
  static let list = Route.get("/api/v1/users", by: .may(.seePeople), "List people").takes(
    PeopleQuery.self, answers: UserList.self)
  static let create = Route.post("/api/v1/users", by: .may(.managePeople), "Create a person")
    .takes(PersonForm.self, creates: UserAnswer.self)
  static let show = Route.get("/api/v1/users/{user}", ID<Person>.self, by: .may(.seePeople), "Show a person")
    .answers(UserAnswer.self)
  static let change = Route.patch("/api/v1/users/{user}", ID<Person>.self, by: .may(.managePeople), "Change a person")
    .takes(PersonPatch.self, answers: UserAnswer.self)
  static let delete = Route.delete(
    "/api/v1/users/{user}", ID<Person>.self, by: .may(.managePeople),
    "Erase a person; what the school's accounts need stays under a pseudonym"
  )
  .answersNothing

  static func register(on table: inout RouteTable<Context>) {
    table.on(list) { context, query in try await context.listPeople(query) }
    table.on(create) { context, form in UserAnswer(try await context.createPerson(form)) }
    table.on(show) { context, id in UserAnswer(try await context.db.person(id)) }
    table.on(change) { context, patch, id in
      UserAnswer(
        try await context.db.changePeople {
          try await $0.changePerson(id, patch.edit, by: context.viewer, at: context.now)
        })
    }
    table.on(delete) { context, id in
      try await context.erasePerson(id)
      return NoPayload()
    }
  }
}

extension Context {
  func listPeople(_ query: PeopleQuery) async throws -> UserList {
    let page = try await db.people(query.checked(against: roles), at: now)
    let meta = ListMeta(
      total: page.total ?? 0, page: query.page?.value ?? 1, pageSize: query.pageSize?.value ?? 20,
      nextCursor: page.next)
    return UserList(data: page.items.map { UserAnswer($0) }, meta: meta)
  }

  /// What page and API do alike: a password is checked and hashed before the transaction, which must not wait for it;
  /// without one the person is invited to choose it.
  func createPerson(_ form: PersonForm) async throws -> PersonRecord {
    if form.role != .student { try viewer.requireAssigning(form.role, among: roles) }
    var hash: String?
    if let password = form.password {
      let names = [form.firstName.text, form.lastName.text, form.username?.text ?? ""]
      try facilities.passwordPolicy.check(password.text, names: names, email: form.email.text)
      hash = try await facilities.hash(password.text)
    }
    let new = form.person(passwordHash: hash), viewer = viewer, now = now
    return try await db.changePeople { transaction in
      let person = try await transaction.createPerson(new, by: viewer, at: now)
      if new.passwordHash == nil { transaction.enqueue(InvitePerson(person: person.id), now: now) }
      return person
    }
  }
}
