public import Essentials
public import EvolvCore
public import Payloads

public struct PersonSignedIn: DomainEvent {
  public let person: ID<Person>, session: ID<Session>, method: SignInMethod, secondFactor: FactorKind?
  public static let name = "person.signed_in"
  public var subject: Subject { Subject("person", person) }
  public static let shape = Shape(
    "PersonSignedIn", Self.init, Field("person", \.person), Field("session", \.session), Field("method", \.method),
    Field("second_factor", \.secondFactor))
}

public struct PersonSignedOut: DomainEvent {
  public let person: ID<Person>, session: ID<Session>
  public static let name = "person.signed_out"
  public var subject: Subject { Subject("person", person) }
  public static let shape = Shape("PersonSignedOut", Self.init, Field("person", \.person), Field("session", \.session))
}

public struct PasswordChanged: DomainEvent {
  public let person: ID<Person>
  public static let name = "password.changed"
  public var subject: Subject { Subject("person", person) }
  public static let shape = Shape("PasswordChanged", Self.init, Field("person", \.person))
}

/// Someone ended one of their own sessions from another.
public struct SessionRevoked: DomainEvent {
  public let person: ID<Person>, session: ID<Session>
  public static let name = "session.revoked"
  public var subject: Subject { Subject("session", session) }
  public static let shape = Shape("SessionRevoked", Self.init, Field("person", \.person), Field("session", \.session))
}

/// Someone ended all of their sessions but the one they used.
public struct OtherSessionsRevoked: DomainEvent {
  public let person: ID<Person>
  public static let name = "session.others_revoked"
  public var subject: Subject { Subject("person", person) }
  public static let shape = Shape("OtherSessionsRevoked", Self.init, Field("person", \.person))
}

/// Someone ended all of their own sessions.
public struct AllSessionsEnded: DomainEvent {
  public let person: ID<Person>
  public static let name = "session.all_ended"
  public var subject: Subject { Subject("person", person) }
  public static let shape = Shape("AllSessionsEnded", Self.init, Field("person", \.person))
}

/// A refresh token came a second time, so somebody has a copy; its session was ended.
public struct RefreshTokenReused: DomainEvent {
  public let person: ID<Person>, session: ID<Session>
  public static let name = "session.token_reused"
  public var subject: Subject { Subject("session", session) }
  public static let shape = Shape(
    "RefreshTokenReused", Self.init, Field("person", \.person), Field("session", \.session))
}
