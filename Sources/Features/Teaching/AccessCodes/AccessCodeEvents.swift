internal import Essentials
public import EvolvCore
public import Payloads
internal import SQLStore

struct CodesGenerated: DomainEvent {
  static let name = "codes.generated"
  let course: ID<Course>, count: Int, type: AccessCodeType, batch: ID<CodeBatch>?
  var subject: Subject { Subject("course", course) }
  static let shape = Shape(
    "CodesGenerated", Self.init, Field("course_id", \.course), Field("count", \.count), Field("type", \.type),
    Field("batch_id", \.batch))
}

struct CodeDeactivated: DomainEvent {
  static let name = "code.deactivated"
  let code: ID<AccessCode>, course: ID<Course>
  var subject: Subject { Subject("access_code", code) }
  static let shape = Shape("CodeDeactivated", Self.init, Field("code_id", \.code), Field("course_id", \.course))
}

struct CodeReactivated: DomainEvent {
  static let name = "code.reactivated"
  let code: ID<AccessCode>, course: ID<Course>
  var subject: Subject { Subject("access_code", code) }
  static let shape = Shape("CodeReactivated", Self.init, Field("code_id", \.code), Field("course_id", \.course))
}

struct CodeEdited: DomainEvent {
  static let name = "code.edited"
  let code: ID<AccessCode>, maxUses: Int?, expiresAt: Instant?
  var subject: Subject { Subject("access_code", code) }
  static let shape = Shape(
    "CodeEdited", Self.init, Field("code_id", \.code), Field("max_uses", \.maxUses),
    Field("expires_at", \.expiresAt))
}

/// What many refused attempts have in common.
enum AlarmKind: String, ColumnWord, PayloadChoice { case person, address, code }

/// So many attempts were refused within an hour that somebody may be guessing.
public struct CodesSuspected: DomainEvent {
  public static let name = "codes.suspected"
  let alarm: ID<CodesSuspected>, kind: AlarmKind, person: ID<Person>?, code: ID<AccessCode>?, address: String?,
    attempts: Int
  public var subject: Subject { Subject("code_alarm", alarm) }
  public static let shape = Shape(
    "CodesSuspected", Self.init, Field("alarm_id", \.alarm), Field("kind", \.kind), Field("user_id", \.person),
    Field("code_id", \.code), Field("address", \.address), Field("attempts", \.attempts))
}
