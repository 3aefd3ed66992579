internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing

enum TemplateName: TextRule { static let length = 1...80 }
enum CertificateTitle: TextRule { static let length = 1...80 }
enum CertificateLead: TextRule { static let length = 0...160 }
enum CertificateBody: TextRule {
  static let length = 0...600
  static let isMultiline = true
}
enum SignerName: TextRule { static let length = 0...80 }
enum RevocationReason: TextRule { static let length = 3...300 }
enum LeastMinutes: NumberRule { static let range = 1...100_000 }

/// The design of a certificate, from the page.
struct TemplateForm: Payload {
  let name: Text<TemplateName>, look: CertificateLook, orientation: CertificateOrientation, paper: CertificatePaper
  let language: GeneralSettings.Language, direction: CertificateDirection
  let title: Text<CertificateTitle>, lead: Text<CertificateLead>, body: Text<CertificateBody>
  let signer1: Text<SignerName>, role1: Text<SignerName>, signer2: Text<SignerName>, role2: Text<SignerName>
  let signer3: Text<SignerName>, role3: Text<SignerName>
  let hasPrimary: Bool, primary: HexColor?, hasAccent: Bool, accent: HexColor?, showsLogo: Bool, showsCode: Bool

  static let shape = Shape(
    "CertificateTemplateForm", Self.init, Field("name", \.name), Field("look", \.look),
    Field("orientation", \.orientation), Field("paper", \.paper), Field("language", \.language),
    Field("direction", \.direction), Field("title", \.title), Field("lead", \.lead), Field("body", \.body),
    Field("signer_1", \.signer1), Field("role_1", \.role1), Field("signer_2", \.signer2), Field("role_2", \.role2),
    Field("signer_3", \.signer3), Field("role_3", \.role3), Field("has_primary", \.hasPrimary),
    Field("primary", \.primary), Field("has_accent", \.hasAccent), Field("accent", \.accent),
    Field("shows_logo", \.showsLogo), Field("shows_code", \.showsCode))

  /// Throws what is wrong with the variables in the words.
  func design() throws -> CertificateDesign {
    let signers = [(signer1, role1, "signer_1"), (signer2, role2, "signer_2"), (signer3, role3, "signer_3")]
    let texts = [("title", title.text), ("lead", lead.text), ("body", body.text)] + signers.map { ($0.2, $0.0.text) }
    let faults = texts.compactMap { field, text in CertificateDesign.fault(in: text, at: field) }
    guard faults.isEmpty else { throw Problem.invalid(faults) }
    return CertificateDesign(
      look: look, orientation: orientation, paper: paper, language: language, direction: direction, title: title.text,
      lead: lead.text, body: body.text,
      signatures: signers.filter { !$0.0.text.isEmpty || !$0.1.text.isEmpty }.map {
        Signature(name: $0.0.text, role: $0.1.text)
      },
      primary: hasPrimary ? primary : nil, accent: hasAccent ? accent : nil, showsLogo: showsLogo, showsCode: showsCode)
  }
}

extension CertificateDesign {
  /// A variable that certificates do not have, or braces that do not close.
  static func fault(in text: String, at field: String) -> FieldError? {
    var rest = text[...]
    while let start = rest.firstRange(of: "{{") {
      guard let end = rest[start.upperBound...].firstRange(of: "}}") else {
        return FieldError(field: field, code: "braces", message: "has braces that do not belong together")
      }
      let name = String(rest[start.upperBound..<end.lowerBound]).trimmed
      if !variables.contains(where: { $0.name == name }) {
        let known = variables.map { "{{ \($0.name) }}" }.joined(separator: ", ")
        return FieldError(
          field: field, code: "unknown_variable", message: "names {{ \(name) }}, which is none of \(known)")
      }
      rest = rest[end.upperBound...]
    }
    return nil
  }
}

/// How a course gives its certificates, from the page.
struct RuleForm: Payload {
  let template: String?, issuing: CertificateIssuing, leastMinutes: Number<LeastMinutes>?
  static let shape = Shape(
    "CertificateRuleForm", Self.init, Field("template", \.template, "Empty: the school's standard"),
    Field("issuing", \.issuing), Field("least_minutes", \.leastMinutes))

  func rule() throws -> CertificateRule {
    var id: ID<CertificateTemplate>?
    if let template, !template.isEmpty {
      id = ID(pathText: template)
      if id == nil { throw Problem.invalid("template", "choice", "is none of the designs") }
    }
    return CertificateRule(template: id, issuing: issuing, leastMinutes: leastMinutes?.value)
  }
}

/// The learners that were chosen in the list.
struct IssueForm: Payload {
  let selected: [String], action: String?
  static let shape = Shape("CertificateIssueForm", Self.init, Field("selected", \.selected), Field("action", \.action))
  var people: [ID<Person>] { selected.compactMap { ID(pathText: $0) } }
}

struct RevocationForm: Payload {
  let reason: Text<RevocationReason>
  static let shape = Shape(
    "CertificateRevocation", Self.init, Field("reason", \.reason, "Stands on the verification page"))
}

/// How certificates are numbered, from the page.
struct NumberForm: Payload {
  let numberPattern: Text<NumberPattern>, digits: Number<NumberDigits>
  static let shape = Shape(
    "CertificateNumberForm", Self.init, Field("number_pattern", \.numberPattern), Field("digits", \.digits))

  func settings() throws -> CertificateSettings {
    if let fault = CertificateSettings.fault(in: numberPattern.text) {
      throw Problem.invalid("number_pattern", "pattern", fault)
    }
    return CertificateSettings(numberPattern: numberPattern, digits: digits)
  }
}
