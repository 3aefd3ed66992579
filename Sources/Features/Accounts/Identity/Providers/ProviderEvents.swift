internal import Essentials
internal import EvolvCore
internal import Payloads

/// The school set up somebody to sign in with.
struct ProviderAdded: DomainEvent {
  let provider: ID<IdentityProvider>
  static let name = "identity_provider.added"
  var subject: Subject { Subject("identity_provider", provider) }
  static let shape = Shape("ProviderAdded", Self.init(provider:), Field("provider", \.provider))
}

struct ProviderChanged: DomainEvent {
  let provider: ID<IdentityProvider>
  static let name = "identity_provider.changed"
  var subject: Subject { Subject("identity_provider", provider) }
  static let shape = Shape("ProviderChanged", Self.init(provider:), Field("provider", \.provider))
}

/// Nobody can sign in with it until it is enabled again.
struct ProviderDisabled: DomainEvent {
  let provider: ID<IdentityProvider>
  static let name = "identity_provider.disabled"
  var subject: Subject { Subject("identity_provider", provider) }
  static let shape = Shape("ProviderDisabled", Self.init(provider:), Field("provider", \.provider))
}

struct ProviderEnabled: DomainEvent {
  let provider: ID<IdentityProvider>
  static let name = "identity_provider.enabled"
  var subject: Subject { Subject("identity_provider", provider) }
  static let shape = Shape("ProviderEnabled", Self.init(provider:), Field("provider", \.provider))
}

/// A person can sign in with an account elsewhere from now on.
struct IdentityLinked: DomainEvent {
  let person: ID<Person>, issuer: String
  static let name = "identity.linked"
  var subject: Subject { Subject("person", person) }
  static let shape = Shape(
    "IdentityLinked", Self.init(person:issuer:), Field("person", \.person), Field("issuer", \.issuer))
}

struct IdentityUnlinked: DomainEvent {
  let person: ID<Person>, issuer: String
  static let name = "identity.unlinked"
  var subject: Subject { Subject("person", person) }
  static let shape = Shape(
    "IdentityUnlinked", Self.init(person:issuer:), Field("person", \.person), Field("issuer", \.issuer))
}
