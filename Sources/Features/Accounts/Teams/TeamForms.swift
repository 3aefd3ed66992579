internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing

/// What a team is called. It travels in mails to strangers, so it keeps the rule of people's names.
struct TeamName: PayloadValue, Hashable {
  let text: String

  /// nil unless `PersonName` would take it.
  init?(_ text: String) {
    guard let name = PersonName(text) else { return nil }
    self.text = name.text
  }

  static var schema: Schema { PersonName.schema }
  func write(to json: inout JSONWriter) { json.string(text) }
  static func read(_ json: JSONNode, into faults: inout Faults) -> TeamName? {
    PersonName.read(json, into: &faults).flatMap { TeamName($0.text) }
  }
  static func sample(_ seed: Int) -> TeamName {
    guard let name = TeamName("Sample \(seed)") else { preconditionFailure("A sample fits its own rule.") }
    return name
  }
}

/// A new team.
struct TeamForm: Payload {
  let name: TeamName, slug: Slug<Team>?
  static let shape = Shape(
    "NewTeam", Self.init(name:slug:), Field("name", \.name),
    Field("slug", \.slug, "Its name in addresses; left out, it is made of the name"))
}

/// What of a team is to be another.
struct TeamPatch: Payload {
  let name: TeamName?, slug: Slug<Team>?
  static let shape = Shape("TeamChange", Self.init(name:slug:), Field("name", \.name), Field("slug", \.slug))
}

/// Someone to invite.
struct InvitationForm: Payload {
  let email: EmailAddress, role: InvitedRole?
  static let shape = Shape(
    "NewInvitation", Self.init(email:role:), Field("email", \.email), Field("role", \.role, "Member, if left out"))
}

struct MemberRoleForm: Payload {
  let role: TeamRole
  static let shape = Shape("TeamRoleChange", Self.init(role:), Field("role", \.role))
}

/// Who is to own a team from now on.
struct OwnershipForm: Payload {
  let person: ID<Person>
  static let shape = Shape("TeamTransfer", Self.init(person:), Field("user_id", \.person, "One of its members"))
}

/// An account made through the link of an invitation; its address is the one that was invited.
struct InvitedForm: Payload {
  let token: String, firstName: PersonName, lastName: PersonName, username: Username?, password: PasswordText
  static let shape = Shape(
    "InvitedRegistration", Self.init(token:firstName:lastName:username:password:),
    Field("token", \.token, "From the link in the mail"), Field("first_name", \.firstName),
    Field("last_name", \.lastName), Field("username", \.username), Field("password", \.password))
}

/// The token of an invitation's link.
struct InvitationTokenForm: Payload {
  let token: String
  static let shape = Shape("InvitationToken", Self.init(token:), Field("token", \.token, "From the link in the mail"))
}

/// Which page of a list of members.
struct MembersQuery: Payload {
  let page: Number<PageNumber>?, pageSize: Number<PageSize>?
  static let shape = Shape("MembersQuery", Self.init, Field("page", \.page), Field("page_size", \.pageSize))
  var place: PagePlace { PagePlace(page, pageSize) }
}

/// What the school's list of teams can be asked for.
struct TeamsQuery: Payload {
  var q: String?, page: Number<PageNumber>?, pageSize: Number<PageSize>?
  static let shape = Shape(
    "TeamsQuery", Self.init, Field("q", \.q, "Words of the name"), Field("page", \.page),
    Field("page_size", \.pageSize))
  var place: PagePlace { PagePlace(page, pageSize) }
}

/// Where a numbered page stands in its list.
struct PagePlace: Sendable {
  let number: Int, size: Int
  init(_ number: Number<PageNumber>?, _ size: Number<PageSize>?) {
    self.number = number?.value ?? 1
    self.size = size?.value ?? 50
  }
  var skipped: Int { (number - 1) * size }
}
