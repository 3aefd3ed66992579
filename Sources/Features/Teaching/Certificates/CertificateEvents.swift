internal import Essentials
public import EvolvCore
public import Payloads

/// A certificate was issued.
public struct CertificateIssued: DomainEvent {
  public static let name = "certificate.issued"
  let certificate: ID<Certificate>, person: ID<Person>, course: ID<Course>, number: String, origin: CertificateOrigin
  public var subject: Subject { Subject("certificate", certificate) }
  public static let shape = Shape(
    "CertificateIssued", Self.init, Field("certificate_id", \.certificate), Field("user_id", \.person),
    Field("course_id", \.course), Field("number", \.number), Field("origin", \.origin))
}

struct CertificateRevoked: DomainEvent {
  static let name = "certificate.revoked"
  let certificate: ID<Certificate>, person: ID<Person>, number: String, reason: String
  var subject: Subject { Subject("certificate", certificate) }
  static let shape = Shape(
    "CertificateRevoked", Self.init, Field("certificate_id", \.certificate), Field("user_id", \.person),
    Field("number", \.number), Field("reason", \.reason))
}

struct CertificateReinstated: DomainEvent {
  static let name = "certificate.reinstated"
  let certificate: ID<Certificate>, person: ID<Person>, number: String
  var subject: Subject { Subject("certificate", certificate) }
  static let shape = Shape(
    "CertificateReinstated", Self.init, Field("certificate_id", \.certificate), Field("user_id", \.person),
    Field("number", \.number))
}

/// A design was made, changed, chosen as the school's own, or deleted.
struct CertificateTemplateChanged: DomainEvent {
  enum Change: String, PayloadChoice { case made, changed, chosen, deleted }
  static let name = "certificate_template.changed"
  let template: ID<CertificateTemplate>, name: String, change: Change
  var subject: Subject { Subject("certificate_template", template) }
  static let shape = Shape(
    "CertificateTemplateChanged", Self.init, Field("template_id", \.template), Field("name", \.name),
    Field("change", \.change))
}

/// A course gives its certificates differently from now on.
struct CertificateRuleChanged: DomainEvent {
  static let name = "certificate_rule.changed"
  let course: ID<Course>, template: ID<CertificateTemplate>?, issuing: CertificateIssuing, leastMinutes: Int?
  var subject: Subject { Subject("course", course) }
  static let shape = Shape(
    "CertificateRuleChanged", Self.init, Field("course_id", \.course), Field("template_id", \.template),
    Field("issuing", \.issuing), Field("least_minutes", \.leastMinutes))
}
