public import Essentials
public import EvolvCore
public import Payloads

/// Someone answered the mail that was sent to their address.
public struct EmailVerified: DomainEvent {
  public let person: ID<Person>
  public static let name = "email.verified"
  public var subject: Subject { Subject("person", person) }
  public static let shape = Shape("EmailVerified", Self.init, Field("person", \.person))
}

/// Someone wants another address; nothing has changed yet.
public struct EmailChangeAsked: DomainEvent {
  public let person: ID<Person>, email: EmailAddress
  public static let name = "email.change_asked"
  public var subject: Subject { Subject("person", person) }
  public static let shape = Shape(
    "EmailChangeAsked", Self.init, Field("person", \.person), Field("email", \.email))
}

public struct EmailChanged: DomainEvent {
  public let person: ID<Person>
  public static let name = "email.changed"
  public var subject: Subject { Subject("person", person) }
  public static let shape = Shape("EmailChanged", Self.init, Field("person", \.person))
}

/// Someone asked for the mail with a new password's link, for an account that exists.
public struct PasswordResetAsked: DomainEvent {
  public let person: ID<Person>
  public static let name = "password.reset_asked"
  public var subject: Subject { Subject("person", person) }
  public static let shape = Shape("PasswordResetAsked", Self.init, Field("person", \.person))
}

/// A password was set by the link of a mail.
public struct PasswordReset: DomainEvent {
  public let person: ID<Person>
  public static let name = "password.reset"
  public var subject: Subject { Subject("person", person) }
  public static let shape = Shape("PasswordReset", Self.init, Field("person", \.person))
}
