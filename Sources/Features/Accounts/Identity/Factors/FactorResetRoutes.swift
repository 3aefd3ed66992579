internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing
internal import SQLStore

/// What the school's people see of someone's second factors, and the way to take all of them away.
enum FactorResetRoutes {
  static let show = Route.get(
    "/people/{person}/second-factors", ID<Person>.self, by: .may(.managePeople), "Second factors of a person")
  static let reset = Route.post(
    "/people/{person}/second-factors/reset", ID<Person>.self, by: .may(.managePeople),
    "Take all second factors of a person away")
  static let look = Route.get(
    "/api/v1/users/{user}/second-factors", ID<Person>.self, by: .may(.managePeople), "Second factors of a person"
  ).answers(FactorsAnswer.self)
  static let remove = Route.delete(
    "/api/v1/users/{user}/second-factors", ID<Person>.self, by: .may(.managePeople),
    "Take all second factors of a person away and sign them out everywhere"
  ).answersNothing

  static func register(on table: inout RouteTable<Context>) {
    table.on(show) { context, id in
      let person = try await context.db.person(id)
      let factors = try await context.db.secondFactors(of: id)
      return context.page(
        FactorResetPage(
          person: person, factors: factors,
          mayReset: !factors.isEmpty && context.viewer.mayManage(person, among: context.roles),
          csrf: context.forgeryToken))
    }
    table.on(reset) { context, id in
      let person = try await context.db.person(id)
      return try await context.act {
        try await $0.resetSecondFactors(of: id, by: $1, at: $2)
      } then: {
        (PersonRoutes.show.path(id), "\(person.name) has no second factor any more and was signed out everywhere.")
      }
    }
    table.on(look) { context, id in
      let person = try await context.db.person(id)
      let factors = try await context.db.secondFactors(of: id)
      return FactorsAnswer(factors, isRequired: context.facilities.asksSecondFactor(of: person))
    }
    table.on(remove) { context, id in
      let viewer = context.viewer, now = context.now
      try await context.db.transaction { try await $0.resetSecondFactors(of: id, by: viewer, at: now) }
      return NoPayload()
    }
  }
}

/// What a person has, without what it is made of.
struct FactorResetPage: Page {
  let person: PersonRecord
  let factors: SecondFactors
  let mayReset: Bool
  let csrf: String
  var title: String { "Second factors of \(person.name)" }

  var body: HTML {
    PageHeader(
      title,
      crumbs: Breadcrumbs([("People", PersonRoutes.list.path()), (person.name, PersonRoutes.show.path(person.id))]))
    div(.class("stack narrow")) {
      Facts([
        ("Authenticator app", HTML(factors.hasAuthenticator ? "On" : "Off")),
        ("Passkeys", HTML(factors.passkeys == 0 ? "None" : "\(factors.passkeys)")),
        ("Phone for codes", HTML(factors.phone.map { PhoneNumber.veiled($0) } ?? "None")),
        ("Recovery codes left", HTML("\(factors.recoveryCodes)")),
        ("Since", person.secondFactorSince.map { Day(instant: $0).body } ?? HTML("No second factor")),
      ])
      if mayReset { reset }
    }
  }

  @HTMLBuilder private var reset: HTML {
    h2 { "Lost everything?" }
    p {
      "Make sure that you speak with \(person.name), then take all of it away. They are signed out everywhere, get a mail about it, and come in with the password alone until they set up a new one."
    }
    Form(FactorResetRoutes.reset.path(person.id), csrf: csrf) {
      FormActions {
        Button("Take all second factors away", .danger, busy: "One moment")
        Button("Back", to: PersonRoutes.show.path(person.id), .quiet)
      }
    }
  }
}
