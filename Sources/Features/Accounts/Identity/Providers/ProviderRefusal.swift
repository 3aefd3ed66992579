internal import Essentials
internal import EvolvCore
internal import Payloads
internal import SQLStore

/// Why a sign-in with a provider ends without anybody signed in.
struct ProviderRefusal: Error, Equatable {
  /// For the audit log and for programs.
  let code: String
  let status: Int
  /// For the person; `{provider}` stands for its name.
  let words: String
  /// What the other side said or did, for administrators.
  var detail: String?

  private init(_ code: String, _ status: Int, _ words: String, detail: String? = nil) {
    self.code = code
    self.status = status
    self.words = words
    self.detail = detail
  }

  /// What the provider says cannot be trusted; `code` tells administrators what exactly.
  static func untrusted(_ code: String, _ detail: String? = nil) -> ProviderRefusal {
    ProviderRefusal(
      code, 403, "What {provider} sent cannot be trusted, so nobody was signed in. Try again, or tell your school.",
      detail: detail)
  }
  static func unreachable(_ detail: String) -> ProviderRefusal {
    ProviderRefusal(
      "provider_unreachable", 502, "{provider} does not answer as it should right now. Try again in a while.",
      detail: detail)
  }
  static func refused(_ detail: String) -> ProviderRefusal {
    ProviderRefusal(
      "provider_refused", 502, "{provider} refused to complete the sign-in. Try again, or tell your school.",
      detail: detail)
  }
  static func cancelled(_ detail: String) -> ProviderRefusal {
    ProviderRefusal("cancelled", 400, "You did not finish at {provider}. Nothing has changed here.", detail: detail)
  }
  static let lost = ProviderRefusal(
    "lost_attempt", 400,
    "This sign-in took too long, was completed already, or began in another browser. Begin it again.")
  static let otherPerson = ProviderRefusal(
    "other_person", 403, "You are signed in as someone else than when you began. Nothing was linked.")
  static let unverifiedEmail = ProviderRefusal(
    "unverified_email", 403,
    "{provider} does not confirm your email address, so no account could be made of it. Register with a password, then link {provider} on the page of your account."
  )
  static let closed = ProviderRefusal(
    "registration_closed", 403, "{provider} opens no new accounts here. If you have one, sign in and link it first.")
  static let accountExists = ProviderRefusal(
    "account_exists", 409,
    "There is an account with your email address already. Sign in to it, then link {provider} on the page of your account: so nobody else can."
  )
  static let linkedElsewhere = ProviderRefusal(
    "linked_elsewhere", 409, "This account of {provider} is linked to somebody else here.")
  static let closedAccount = ProviderRefusal(
    "account_closed", 403, "Your account cannot sign in at the moment. Ask your school.")

  static func == (left: ProviderRefusal, right: ProviderRefusal) -> Bool { left.code == right.code }
  func words(for provider: String) -> String { words.replacing("{provider}", with: provider) }
}

/// What the audit log keeps of it.
private struct RefusedSignIn: Payload {
  let reason: String, provider: String, detail: String?
  static let shape = Shape(
    "RefusedSignIn", Self.init(reason:provider:detail:), Field("reason", \.reason), Field("provider", \.provider),
    Field("detail", \.detail))
}

extension Transaction {
  /// A line of the audit log alone: nothing changed, so there is no event.
  func note(
    _ refusal: ProviderRefusal, of provider: ProviderRecord, by viewer: Viewer, at now: Instant
  ) {
    let values = RefusedSignIn(
      reason: refusal.code, provider: provider.name, detail: refusal.detail.map { String($0.prefix(200)) })
    var line = AuditLine(
      at: now, actor: viewer.person?.retyped(), actorName: viewer.identity?.name ?? viewer.origin.actor,
      action: "person.sign_in_refused", entityType: "identity_provider")
    line.entity = provider.id.retyped()
    line.newValues = JSONText(String(decoding: values.json, as: UTF8.self))
    line.ipAddress = viewer.origin.address
    line.userAgent = viewer.origin.agent
    line.requestID = viewer.origin.requestID
    appendAudit(line)
  }
}
