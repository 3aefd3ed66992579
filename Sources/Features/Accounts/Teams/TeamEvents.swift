public import Essentials
public import EvolvCore
public import Payloads

public struct TeamCreated: DomainEvent {
  public let team: ID<Team>
  public static let name = "team.created"
  public var subject: Subject { Subject("team", team) }
  public static let shape = Shape("TeamCreated", Self.init, Field("team", \.team))
}

public struct TeamChanged: DomainEvent {
  public let team: ID<Team>
  public static let name = "team.changed"
  public var subject: Subject { Subject("team", team) }
  public static let shape = Shape("TeamChanged", Self.init, Field("team", \.team))
}

public struct TeamDeleted: DomainEvent {
  public let team: ID<Team>
  public static let name = "team.deleted"
  public var subject: Subject { Subject("team", team) }
  public static let shape = Shape("TeamDeleted", Self.init, Field("team", \.team))
}

public struct TeamMemberJoined: DomainEvent {
  public let team: ID<Team>, person: ID<Person>
  public static let name = "team.member_joined"
  public var subject: Subject { Subject("team", team) }
  public static let shape = Shape("TeamMemberJoined", Self.init, Field("team", \.team), Field("person", \.person))
}

public struct TeamMemberLeft: DomainEvent {
  public let team: ID<Team>, person: ID<Person>
  public static let name = "team.member_left"
  public var subject: Subject { Subject("team", team) }
  public static let shape = Shape("TeamMemberLeft", Self.init, Field("team", \.team), Field("person", \.person))
}

public struct TeamMemberRemoved: DomainEvent {
  public let team: ID<Team>, person: ID<Person>
  public static let name = "team.member_removed"
  public var subject: Subject { Subject("team", team) }
  public static let shape = Shape("TeamMemberRemoved", Self.init, Field("team", \.team), Field("person", \.person))
}

public struct TeamRoleChanged: DomainEvent {
  public let team: ID<Team>, person: ID<Person>
  public static let name = "team.role_changed"
  public var subject: Subject { Subject("team", team) }
  public static let shape = Shape("TeamRoleChanged", Self.init, Field("team", \.team), Field("person", \.person))
}

public struct TeamTransferred: DomainEvent {
  public let team: ID<Team>, person: ID<Person>
  public static let name = "team.transferred"
  public var subject: Subject { Subject("team", team) }
  public static let shape = Shape("TeamTransferred", Self.init, Field("team", \.team), Field("person", \.person))
}

public struct TeamInvitationSent: DomainEvent {
  public let team: ID<Team>, email: EmailAddress
  public static let name = "team.invitation_sent"
  public var subject: Subject { Subject("team", team) }
  public static let shape = Shape("TeamInvitationSent", Self.init, Field("team", \.team), Field("email", \.email))
}

/// An invitation was sent once more; the link of the mail before holds no longer.
public struct TeamInvitationRenewed: DomainEvent {
  public let team: ID<Team>, email: String
  public static let name = "team.invitation_renewed"
  public var subject: Subject { Subject("team", team) }
  public static let shape = Shape("TeamInvitationRenewed", Self.init, Field("team", \.team), Field("email", \.email))
}

public struct TeamInvitationWithdrawn: DomainEvent {
  public let team: ID<Team>, email: String
  public static let name = "team.invitation_withdrawn"
  public var subject: Subject { Subject("team", team) }
  public static let shape = Shape("TeamInvitationWithdrawn", Self.init, Field("team", \.team), Field("email", \.email))
}

public struct TeamInvitationDeclined: DomainEvent {
  public let team: ID<Team>, email: String
  public static let name = "team.invitation_declined"
  public var subject: Subject { Subject("team", team) }
  public static let shape = Shape("TeamInvitationDeclined", Self.init, Field("team", \.team), Field("email", \.email))
}

/// What the audit log keeps of a team before and after a change.
struct TeamValues: Payload {
  let name: String, slug: String
  static let shape = Shape("TeamValues", Self.init(name:slug:), Field("name", \.name), Field("slug", \.slug))
}

extension TeamValues {
  init(_ team: Team) { self.init(name: team.name, slug: team.slug.text) }
}

/// What the audit log keeps of a member.
struct MemberValues: Payload {
  let person: ID<Person>, role: TeamRole
  static let shape = Shape("MemberValues", Self.init(person:role:), Field("person", \.person), Field("role", \.role))
}
