internal import EvolvCore
internal import Payloads
internal import SQLStore

/// How a certificate is laid out.
enum CertificateLook: String, PayloadChoice {
  case classic, modern, quiet

  var words: String {
    switch self {
    case .classic: "Classic: a frame, a seal, letters with serifs"
    case .modern: "Modern: a band of color, plain letters"
    case .quiet: "Quiet: white space and one line"
    }
  }
}

enum CertificatePaper: String, PayloadChoice {
  case a4, letter
  var words: String { self == .a4 ? "A4" : "US Letter" }
}

enum CertificateOrientation: String, PayloadChoice {
  case landscape, portrait
  var words: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
}

/// Which way the lines run; `automatic` follows the language.
enum CertificateDirection: String, PayloadChoice { case automatic, ltr, rtl }

/// Who signs.
struct Signature: Payload, Hashable {
  let name: String, role: String
  static let shape = Shape("CertificateSignature", Self.init(name:role:), Field("name", \.name), Field("role", \.role))
}

/// What the school chose for its certificates: words, with variables where values stand, and looks.
struct CertificateDesign: Payload, Hashable {
  var look: CertificateLook, orientation: CertificateOrientation, paper: CertificatePaper
  var language: GeneralSettings.Language, direction: CertificateDirection
  var title: String, lead: String, body: String
  var signatures: [Signature]
  var primary: HexColor?, accent: HexColor?
  var showsLogo: Bool, showsCode: Bool

  static let shape = Shape(
    "CertificateDesign", Self.init, Field("look", \.look), Field("orientation", \.orientation), Field("paper", \.paper),
    Field("language", \.language), Field("direction", \.direction, "automatic follows the language"),
    Field("title", \.title), Field("lead", \.lead, "Stands over the name"),
    Field("body", \.body, "Stands under the name, with {{ variables }}"), Field("signatures", \.signatures),
    Field("primary", \.primary, "Null: the school's color"), Field("accent", \.accent, "Null: the school's color"),
    Field("shows_logo", \.showsLogo), Field("shows_code", \.showsCode, "A square code that leads to the verification"))

  var runsRightToLeft: Bool {
    switch direction {
    case .automatic: language == .arabic
    case .ltr: false
    case .rtl: true
    }
  }

  /// What a school has that wrote none.
  static func standard(in language: GeneralSettings.Language) -> CertificateDesign {
    let words = CertificateWords(language)
    return CertificateDesign(
      look: .classic, orientation: .landscape, paper: .a4, language: language, direction: .automatic,
      title: words.title, lead: words.lead, body: words.body,
      signatures: [Signature(name: "{{ instructor }}", role: words.instructor)], primary: nil, accent: nil,
      showsLogo: true, showsCode: true)
  }

  /// What may stand in the words.
  static let variables: [MailVariable] = [
    MailVariable("name", "The holder's name", sample: "Mia Santos"),
    MailVariable("course", "The course's title", sample: "Introduction to biology"),
    MailVariable("date", "The day the course was completed", sample: "21 November 2026"),
    MailVariable("instructor", "Who teaches the course", sample: "Tom Berger"),
    MailVariable("parts", "How many parts the course has", sample: "12"),
    MailVariable("number", "The certificate's number", sample: "EV-2026-000123"), .school,
  ]
}
