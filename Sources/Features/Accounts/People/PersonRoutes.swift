internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Payloads
internal import Routing
internal import SQLStore

enum PersonRoutes {
  static let list = Route.get("/people", by: .may(.seePeople), "List people")
  static let new = Route.get("/people/new", by: .may(.managePeople), "Form for a person")
  static let create = Route.post("/people", by: .may(.managePeople), "Create a person")
  static let show = Route.get("/people/{person}", ID<Person>.self, by: .may(.seePeople), "Show a person")
  static let change = Route.post("/people/{person}", ID<Person>.self, by: .may(.managePeople), "Change a person")
  static let askSuspension = Route.get(
    "/people/{person}/suspension", ID<Person>.self, by: .may(.managePeople), "Ask before a suspension")
  static let suspend = Route.post(
    "/people/{person}/suspension", ID<Person>.self, by: .may(.managePeople), "Suspend a person")
  static let activate = Route.post(
    "/people/{person}/activation", ID<Person>.self, by: .may(.managePeople), "Let a person in again")
  static let askDeletion = Route.get(
    "/people/{person}/deletion", ID<Person>.self, by: .may(.managePeople), "Ask before somebody is erased")
  static let delete = Route.post(
    "/people/{person}/deletion", ID<Person>.self, by: .may(.managePeople), "Erase a person")

  static let invite = Route.post(
    "/people/{person}/invitation", ID<Person>.self, by: .may(.managePeople), "Send the invitation once more")

  static func register(on table: inout RouteTable<Context>) {
    registerForms(on: &table)
    registerStates(on: &table)
    table.on(list) { context in
      let query = try context.request.query(PeopleQuery.self).checked(against: context.roles)
      return context.page(try await PeoplePage(query, context))
    }
  }

  private static func registerForms(on table: inout RouteTable<Context>) {
    table.on(new) { context in context.page(NewPersonPage(context: context)) }
    table.on(create) { context in
      try await context.form(PersonForm.self) { form in
        let person = try await context.createPerson(form)
        let words = form.password == nil ? " An invitation is on its way to \(person.email)." : ""
        return context.redirect(to: show.path(person.id), saying: "\(person.name) has an account now.\(words)")
      } again: { draft in
        context.page(NewPersonPage(context: context, draft: context.facilities.passwordPolicy.completing(draft)))
      }
    }
    table.on(show) { context, id in context.page(try await PersonPage(of: id, context)) }
    table.on(change) { context, id in
      try await context.form(PersonEditForm.self) { form in
        try await context.change(id, form.edit, saying: "is saved.")
      } again: { draft in
        context.page(try await PersonPage(of: id, context, draft: draft))
      }
    }
  }

  private static func registerStates(on table: inout RouteTable<Context>) {
    table.on(askSuspension) { context, id in
      context.page(ConfirmationPage(.suspension, of: try await context.db.person(id), csrf: context.forgeryToken))
    }
    table.on(suspend) { context, id in
      try await context.change(id, PersonEdit(status: .suspended), saying: "is suspended and signed out everywhere.")
    }
    table.on(activate) { context, id in
      try await context.change(id, PersonEdit(status: .active), saying: "can sign in again.")
    }
    table.on(askDeletion) { context, id in
      context.page(ConfirmationPage(.deletion, of: try await context.db.person(id), csrf: context.forgeryToken))
    }
    table.on(delete) { context, id in
      let person = try await context.db.person(id)
      try await context.erasePerson(id)
      return context.redirect(to: list.path(), saying: "\(person.name) is erased.")
    }
    table.on(invite) { context, id in
      try await context.act {
        try await $0.invite(id, by: $1, at: $2)
      } then: { person in
        (show.path(id), "An invitation is on its way to \(person.email).")
      }
    }
  }
}

extension Context {
  /// Changes a person and leads back to them.
  fileprivate func change(_ id: ID<Person>, _ edit: PersonEdit, saying words: String) async throws -> Response {
    try await act(by: db.changePeople) {
      try await $0.changePerson(id, edit, by: $1, at: $2)
    } then: {
      (PersonRoutes.show.path(id), "\($0.name) \(words)")
    }
  }
}
