internal import Essentials
internal import EvolvCore
internal import Payloads

struct CodesGenerated: DomainEvent {
  static let name = "codes.generated"
  let course: ID<Course>, count: Int, type: AccessCodeType
  var subject: Subject { Subject("course", course) }
  static let shape = Shape(
    "CodesGenerated", Self.init, Field("course_id", \.course), Field("count", \.count), Field("type", \.type))
}

struct CodeDeactivated: DomainEvent {
  static let name = "code.deactivated"
  let code: ID<AccessCode>, course: ID<Course>
  var subject: Subject { Subject("access_code", code) }
  static let shape = Shape("CodeDeactivated", Self.init, Field("code_id", \.code), Field("course_id", \.course))
}
