public import Essentials
public import EvolvCore
public import Routing
public import SQLStore

/// Identity: how a person proves that an account is theirs. They register, sign in by mail address or username, and carry
/// a session: a browser as a cookie, a program as an access token of fifteen minutes and a refresh token for the next one.
/// Both point at one row, looked up with its person at every request, so that a suspension, a change of role or password or
/// a sign-out counts from the next request on.
///
/// What must never break: a stored token is a digest; an unknown account costs what a wrong password costs; passwords are
/// hashed in their own pool and never inside a transaction; a refresh token is good once, and a second use ends its session;
/// a token from a mail is good once and for a while, and asking for one tells nobody whether there is such an account;
/// each new sign-in has a new token; who comes from a provider is known by issuer and subject alone, an account that is here
/// already is linked by its owner and never by an address; `next` leads to our own pages only.
public enum Identity: Feature {
  public static let name = "Identity"
  public static let tables = [
    "sessions", "refresh_tokens", "account_tokens", "pending_sign_ins", "authenticators", "recovery_codes", "phones",
    "passkeys", "passkey_challenges", "trusted_devices", "identity_providers", "person_identities", "sign_in_attempts",
  ]
  public static let readsTables = ["users"]
  public static let mails = IdentityMail.all
  public static let migrations: [Migration] = [.identity, .accountTokens, .secondFactors, .signInWith]

  public static func register(on table: inout RouteTable<Context>) {
    IdentityRoutes.register(on: &table)
    AccountRoutes.register(on: &table)
    IdentityAPI.register(on: &table)
    SecondStepRoutes.register(on: &table)
    SecondStepAPI.register(on: &table)
    SecurityRoutes.register(on: &table)
    SecurityAPI.register(on: &table)
    PasskeyAPI.register(on: &table)
    FactorResetRoutes.register(on: &table)
    VerificationRoutes.register(on: &table)
    RecoveryRoutes.register(on: &table)
    RecoveryAPI.register(on: &table)
    SignInWithRoutes.register(on: &table)
    ProviderRoutes.register(on: &table)
    ProviderAPI.register(on: &table)
  }

  public static func places(for viewer: Viewer) -> [Destination] {
    guard viewer.may(.manageSettings) else { return [] }
    return [Destination("Sign in with", icon: "key", link: ProviderRoutes.list.path(), .upkeep)]
  }

  public static func personPlaces(for viewer: Viewer) -> [Destination] {
    if viewer.isSignedIn { return [Destination("Your account", icon: "settings", link: AccountRoutes.show.path())] }
    return [
      Destination("Sign in", icon: "signIn", link: signIn), Destination("Register", icon: "person", link: registration),
    ]
  }

  /// Refuses what a program with an API token may not do at all: act in person, and change things by one that only reads.
  public static func admit(_ viewer: Viewer, to endpoint: Endpoint) throws {
    if viewer.isActedFor, IdentityAPI.isOwnAlone(endpoint) { try viewer.requireInPerson() }
    guard let token = viewer.identity?.apiToken else { return }
    if IdentityAPI.isInPerson(endpoint) { try viewer.requireInPerson() }
    if endpoint.method != .get, !token.mayWrite { throw Problem.forbidden("change things with this API token") }
  }

  /// Where visitors are led; takes `next`.
  public static let signIn = IdentityRoutes.login.path()
  /// Where one makes an account; takes `next`.
  public static let registration = IdentityRoutes.registration.path()
  /// Takes a POST.
  public static let signOut = IdentityRoutes.logout.path()
}
