public import Essentials
public import EvolvCore
public import Payloads

/// Someone made an account for themselves.
public struct PersonRegistered: DomainEvent {
  public let person: ID<Person>
  public static let name = "person.registered"
  public var subject: Subject { Subject("person", person) }
  public static let shape = Shape("PersonRegistered", Self.init, Field("person", \.person))
}

/// The school made an account for someone.
public struct PersonCreated: DomainEvent {
  public let person: ID<Person>
  public static let name = "person.created"
  public var subject: Subject { Subject("person", person) }
  public static let shape = Shape("PersonCreated", Self.init, Field("person", \.person))
}

/// The school sent someone the way to their first password once more.
public struct PersonInvited: DomainEvent {
  public let person: ID<Person>
  public static let name = "person.invited"
  public var subject: Subject { Subject("person", person) }
  public static let shape = Shape("PersonInvited", Self.init, Field("person", \.person))
}

public struct PersonChanged: DomainEvent {
  public let person: ID<Person>
  public static let name = "person.changed"
  public var subject: Subject { Subject("person", person) }
  public static let shape = Shape("PersonChanged", Self.init, Field("person", \.person))
}

public struct PersonRoleChanged: DomainEvent {
  public let person: ID<Person>, role: Role, former: Role
  public static let name = "person.role_changed"
  public var subject: Subject { Subject("person", person) }
  public static let shape = Shape(
    "PersonRoleChanged", Self.init, Field("person", \.person), Field("role", \.role), Field("former", \.former))
}

public struct PersonSuspended: DomainEvent {
  public let person: ID<Person>
  public static let name = "person.suspended"
  public var subject: Subject { Subject("person", person) }
  public static let shape = Shape("PersonSuspended", Self.init, Field("person", \.person))
}

/// Suspended or inactive before, and may come in again.
public struct PersonActivated: DomainEvent {
  public let person: ID<Person>
  public static let name = "person.activated"
  public var subject: Subject { Subject("person", person) }
  public static let shape = Shape("PersonActivated", Self.init, Field("person", \.person))
}

public struct PersonDeactivated: DomainEvent {
  public let person: ID<Person>
  public static let name = "person.deactivated"
  public var subject: Subject { Subject("person", person) }
  public static let shape = Shape("PersonDeactivated", Self.init, Field("person", \.person))
}

/// Someone is erased: their row has a pseudonym, everything that told who they were is gone.
public struct PersonDeleted: DomainEvent {
  public let person: ID<Person>
  public static let name = "person.deleted"
  public var subject: Subject { Subject("person", person) }
  public static let shape = Shape("PersonDeleted", Self.init, Field("person", \.person))
}

/// What the audit log keeps of a person before and after a change; never a secret.
struct PersonValues: Payload {
  let email: String, username: String?, firstName: String, lastName: String, role: Role, status: PersonStatus,
    timeZone: String

  init(_ person: PersonRecord) {
    self.init(
      email: person.email, username: person.username, firstName: person.firstName, lastName: person.lastName,
      role: person.role,
      status: person.status, timeZone: person.timeZone)
  }
  private init(
    email: String, username: String?, firstName: String, lastName: String, role: Role, status: PersonStatus,
    timeZone: String
  ) {
    self.email = email
    self.username = username
    self.firstName = firstName
    self.lastName = lastName
    self.role = role
    self.status = status
    self.timeZone = timeZone
  }
  static let shape = Shape(
    "PersonValues", Self.init(email:username:firstName:lastName:role:status:timeZone:), Field("email", \.email),
    Field("username", \.username),
    Field("first_name", \.firstName), Field("last_name", \.lastName), Field("role", \.role), Field("status", \.status),
    Field("time_zone", \.timeZone))
}
