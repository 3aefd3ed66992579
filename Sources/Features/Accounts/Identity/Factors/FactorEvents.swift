public import Essentials
public import EvolvCore
public import Payloads

/// A person has a second factor more.
public struct SecondFactorAdded: DomainEvent {
  public let person: ID<Person>, kind: FactorKind
  public static let name = "second_factor.added"
  public var subject: Subject { Subject("person", person) }
  public static let shape = Shape("SecondFactorAdded", Self.init, Field("person", \.person), Field("kind", \.kind))
}

public struct SecondFactorRemoved: DomainEvent {
  public let person: ID<Person>, kind: FactorKind
  public static let name = "second_factor.removed"
  public var subject: Subject { Subject("person", person) }
  public static let shape = Shape("SecondFactorRemoved", Self.init, Field("person", \.person), Field("kind", \.kind))
}

/// Somebody of the school took all second factors of a person away, who had lost them.
public struct SecondFactorsReset: DomainEvent {
  public let person: ID<Person>
  public static let name = "second_factor.reset"
  public var subject: Subject { Subject("person", person) }
  public static let shape = Shape("SecondFactorsReset", Self.init, Field("person", \.person))
}

/// A person has new recovery codes; the former ones are worth nothing.
public struct RecoveryCodesMade: DomainEvent {
  public let person: ID<Person>
  public static let name = "recovery_codes.made"
  public var subject: Subject { Subject("person", person) }
  public static let shape = Shape("RecoveryCodesMade", Self.init, Field("person", \.person))
}

public struct RecoveryCodeUsed: DomainEvent {
  public let person: ID<Person>
  public static let name = "recovery_codes.used"
  public var subject: Subject { Subject("person", person) }
  public static let shape = Shape("RecoveryCodeUsed", Self.init, Field("person", \.person))
}

/// A device is not asked for a second factor for a while.
public struct DeviceTrusted: DomainEvent {
  public let person: ID<Person>
  public static let name = "device.trusted"
  public var subject: Subject { Subject("person", person) }
  public static let shape = Shape("DeviceTrusted", Self.init, Field("person", \.person))
}

struct DeviceTrustEnded: DomainEvent {
  let person: ID<Person>, device: ID<TrustedDevice>
  static let name = "device.trust_ended"
  var subject: Subject { Subject("person", person) }
  static let shape = Shape(
    "DeviceTrustEnded", Self.init(person:device:), Field("person", \.person), Field("device", \.device))
}

/// A passkey counted backwards: there is a copy of it somewhere.
struct PasskeyCopied: DomainEvent {
  let person: ID<Person>, passkey: ID<Passkey>
  static let name = "passkey.copied"
  var subject: Subject { Subject("person", person) }
  static let shape = Shape(
    "PasskeyCopied", Self.init(person:passkey:), Field("person", \.person), Field("passkey", \.passkey))
}

struct PasskeyRenamed: DomainEvent {
  let person: ID<Person>, passkey: ID<Passkey>
  static let name = "passkey.renamed"
  var subject: Subject { Subject("person", person) }
  static let shape = Shape(
    "PasskeyRenamed", Self.init(person:passkey:), Field("person", \.person), Field("passkey", \.passkey))
}
