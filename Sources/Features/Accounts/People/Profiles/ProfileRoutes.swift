internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Payloads
internal import Routing
internal import SQLStore

/// What people tell of themselves, and the school's people of somebody.
enum ProfileRoutes {
  static let show = Route.get("/account/profile", by: .signedIn, "Own profile")
  static let change = Route.post("/account/profile", by: .signedIn, "Change what I tell of myself")
  static let edit = Route.get(
    "/people/{person}/profile", ID<Person>.self, by: .may(.managePeople), "Form for a person's profile")
  static let save = Route.post(
    "/people/{person}/profile", ID<Person>.self, by: .may(.managePeople), "Change a person's profile")

  static func register(on table: inout RouteTable<Context>) {
    table.on(show) { context in context.page(try await ProfilePage(context)) }
    table.on(change) { context in
      try await context.form(Profile.self) { profile in
        let viewer = context.viewer, now = context.now
        try await context.db.transaction {
          try await $0.changeOwnProfile(PersonEdit(), profile: { _ in profile }, by: viewer, at: now)
        }
        return context.redirect(to: show.path(), saying: "Your profile is saved.")
      } again: { draft in
        context.page(try await ProfilePage(context, draft: draft))
      }
    }
    table.on(edit) { context, id in context.page(try await PersonProfilePage(of: id, context)) }
    table.on(save) { context, id in
      try await context.form(Profile.self) { profile in
        let viewer = context.viewer, now = context.now
        try await context.db.changePeople {
          try await $0.changePerson(id, PersonEdit(), profile: { _ in profile }, by: viewer, at: now)
        }
        return context.redirect(to: PersonRoutes.show.path(id), saying: "The profile is saved.")
      } again: { draft in
        context.page(try await PersonProfilePage(of: id, context, draft: draft))
      }
    }
  }
}

/// Profiles by the API, under every name they have.
enum ProfileAPI {
  static let profile = Route.get("/api/v1/profile", by: .signedIn, "Show my profile").answers(ProfileAnswer.self)
  static let changeProfile = Route.patch("/api/v1/profile", by: .signedIn, "Change my profile")
    .takes(OwnProfilePatch.self, answers: ProfileAnswer.self)
  static let changeMe = Route.patch("/api/v1/users/me", by: .signedIn, "Change me; the same as PATCH /profile")
    .takes(OwnProfilePatch.self, answers: ProfileAnswer.self)
  static let list = Route.get("/api/v1/admin/profiles", by: .may(.managePeople), "List people; the same as /users")
    .takes(PeopleQuery.self, answers: UserList.self)
  static let show = Route.get(
    "/api/v1/admin/profiles/{user}/profile", ID<Person>.self, by: .may(.managePeople), "Show a person's profile"
  ).answers(ProfileAnswer.self)
  static let change = Route.patch(
    "/api/v1/admin/profiles/{user}/profile", ID<Person>.self, by: .may(.managePeople), "Change a person's profile"
  ).takes(PersonProfilePatch.self, answers: ProfileAnswer.self)
  static let delete = Route.delete(
    "/api/v1/admin/profiles/{user}/profile", ID<Person>.self, by: .may(.managePeople),
    "Erase a person; the same as DELETE /users/{user}"
  ).answersNothing

  static func register(on table: inout RouteTable<Context>) {
    table.on(profile) { context in
      ProfileAnswer(try await context.db.knownProfile(of: context.viewer.requirePerson()))
    }
    for call in [changeProfile, changeMe] {
      table.on(call) { context, patch in
        let viewer = context.viewer, now = context.now
        return try await context.db.changePeople { transaction in
          try await transaction.changeOwnProfile(
            patch.account.edit, profile: patch.profile.applied, by: viewer, at: now)
          return ProfileAnswer(try await transaction.knownProfile(of: viewer.requirePerson()))
        }
      }
    }
    table.on(list) { context, query in try await context.listPeople(query) }
    table.on(show) { context, id in ProfileAnswer(try await context.db.knownProfile(of: id)) }
    table.on(change) { context, patch, id in
      let viewer = context.viewer, now = context.now
      return try await context.db.changePeople { transaction in
        try await transaction.changePerson(
          id, patch.account.edit, profile: patch.profile.applied, by: viewer, at: now)
        return ProfileAnswer(try await transaction.knownProfile(of: id))
      }
    }
    table.on(delete) { context, id in
      try await context.erasePerson(id)
      return NoPayload()
    }
  }
}
