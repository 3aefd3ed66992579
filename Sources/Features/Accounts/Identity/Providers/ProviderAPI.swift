internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

/// A provider as visitors may know of it.
struct ProviderAnswer: Payload {
  let slug: String, name: String, startURL: String
  static let shape = Shape(
    "SignInProvider", Self.init(slug:name:startURL:), Field("slug", \.slug), Field("name", \.name),
    Field("start_url", \.startURL, "Where a browser begins to sign in with it; takes next"))
}

struct ProviderListAnswer: Payload {
  let data: [ProviderAnswer]
  static let shape = Shape("SignInProviderList", Self.init(data:), Field("data", \.data))
}

/// An account elsewhere that opens one's own.
struct IdentityAnswer: Payload {
  let id: ID<PersonIdentity>, provider: String, issuer: String, email: String?, isOpen: Bool, createdAt: Instant,
    lastUsedAt: Instant

  init(_ record: IdentityRecord) {
    self.init(
      id: record.id, provider: record.name, issuer: record.issuer, email: record.email, isOpen: record.isOpen,
      createdAt: record.createdAt, lastUsedAt: record.lastUsedAt)
  }
  private init(
    id: ID<PersonIdentity>, provider: String, issuer: String, email: String?, isOpen: Bool, createdAt: Instant,
    lastUsedAt: Instant
  ) {
    self.id = id
    self.provider = provider
    self.issuer = issuer
    self.email = email
    self.isOpen = isOpen
    self.createdAt = createdAt
    self.lastUsedAt = lastUsedAt
  }
  static let shape = Shape(
    "LinkedIdentity", Self.init(id:provider:issuer:email:isOpen:createdAt:lastUsedAt:), Field("id", \.id),
    Field("provider", \.provider), Field("issuer", \.issuer), Field("email", \.email),
    Field("is_open", \.isOpen, "Whether it opens the account right now"), Field("created_at", \.createdAt),
    Field("last_used_at", \.lastUsedAt))
}

struct IdentityListAnswer: Payload {
  let data: [IdentityAnswer]
  static let shape = Shape("LinkedIdentityList", Self.init(data:), Field("data", \.data))
}

/// A provider as administrators see it; its secret is kept and never told.
struct ProviderDetail: Payload, Located {
  let id: ID<IdentityProvider>, slug: String, isOpen: Bool, returnURL: String, values: ProviderValues
  var location: Link { ProviderAPI.show.path(id) }
  static let shape = Shape(
    "IdentityProvider", Self.init(id:slug:isOpen:returnURL:values:), Field("id", \.id), Field("slug", \.slug),
    Field("is_open", \.isOpen), Field("return_url", \.returnURL, "To be registered at the provider"),
    Field("values", \.values))
}

extension ProviderDetail {
  init(_ provider: ProviderRecord, _ facilities: Facilities) {
    self.init(
      id: provider.id, slug: provider.slug.text, isOpen: provider.isOpen,
      returnURL: provider.returnAddress(of: facilities), values: ProviderValues(provider))
  }
}

struct ProviderDetailList: Payload {
  let data: [ProviderDetail]
  static let shape = Shape("IdentityProviderList", Self.init(data:), Field("data", \.data))
}

enum ProviderAPI {
  static let open = Route.get("/api/v1/auth/providers", by: .everyone, "List whom one can sign in with")
    .answers(ProviderListAnswer.self)
  static let mine = Route.get("/api/v1/users/me/identities", by: .signedIn, "List the accounts that open mine")
    .answers(IdentityListAnswer.self)
  static let unlink = Route.delete(
    "/api/v1/users/me/identities/{identity}", ID<PersonIdentity>.self, by: .signedIn, "Unlink an account from mine"
  ).answersNothing
  static let list = Route.get("/api/v1/admin/sign-in-providers", by: .may(.manageSettings), "List the providers")
    .answers(ProviderDetailList.self)
  static let add = Route.post("/api/v1/admin/sign-in-providers", by: .may(.manageSettings), "Set up a provider")
    .takes(ProviderForm.self, creates: ProviderDetail.self)
  static let show = Route.get(
    "/api/v1/admin/sign-in-providers/{provider}", ID<IdentityProvider>.self, by: .may(.manageSettings),
    "Show a provider"
  ).answers(ProviderDetail.self)
  static let change = Route.put(
    "/api/v1/admin/sign-in-providers/{provider}", ID<IdentityProvider>.self, by: .may(.manageSettings),
    "Change a provider"
  ).takes(ProviderForm.self, answers: ProviderDetail.self)
  static let disable = Route.post(
    "/api/v1/admin/sign-in-providers/{provider}/disabling", ID<IdentityProvider>.self, by: .may(.manageSettings),
    "Let nobody sign in with a provider"
  ).answers(ProviderDetail.self)
  static let enable = Route.post(
    "/api/v1/admin/sign-in-providers/{provider}/enabling", ID<IdentityProvider>.self, by: .may(.manageSettings),
    "Let people sign in with a provider again"
  ).answers(ProviderDetail.self)

  static func register(on table: inout RouteTable<Context>) {
    table.on(open) { context in
      let base = context.facilities.baseAddress
      return ProviderListAnswer(
        data: try await context.db.openProviders().map {
          ProviderAnswer(
            slug: $0.slug.text, name: $0.name, startURL: base + SignInWithRoutes.depart.path($0.slug).text)
        })
    }
    table.on(mine) { context in
      let identities = try await context.db.identities(of: context.viewer.requirePerson())
      return IdentityListAnswer(data: identities.map { IdentityAnswer($0) })
    }
    table.on(unlink) { context, id in
      try await context.db.transaction { try await $0.unlink(id, by: context.viewer, at: context.now) }
      return NoPayload()
    }
    registerSettingUp(on: &table)
  }

  private static func registerSettingUp(on table: inout RouteTable<Context>) {
    table.on(list) { context in
      ProviderDetailList(
        data: try await context.db.providers().map { ProviderDetail($0, context.facilities) })
    }
    table.on(show) { context, id in
      ProviderDetail(try await context.db.provider(id, for: context.viewer), context.facilities)
    }
    table.on(add) { context, form in
      let sealer = context.facilities.sealer
      let provider = try await context.db.changeProviders {
        try await $0.addProvider(form, sealer, by: context.viewer, at: context.now)
      }
      return ProviderDetail(provider, context.facilities)
    }
    table.on(change) { context, form, id in
      let sealer = context.facilities.sealer
      let provider = try await context.db.changeProviders {
        try await $0.changeProvider(id, form, sealer, by: context.viewer, at: context.now)
      }
      return ProviderDetail(provider, context.facilities)
    }
    for (route, isOpen) in [(disable, false), (enable, true)] {
      table.on(route) { context, id in
        let provider = try await context.db.transaction {
          try await $0.setProvider(id, open: isOpen, by: context.viewer, at: context.now)
        }
        return ProviderDetail(provider, context.facilities)
      }
    }
  }
}
