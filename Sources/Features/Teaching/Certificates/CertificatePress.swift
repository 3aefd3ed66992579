internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Payloads

/// What is the same for every certificate that is printed now: the school and what it chose.
struct CertificatePress: Sendable {
  let school: String, language: GeneralSettings.Language, settings: CertificateSettings
  private let branding: BrandingSettings
  private static let gold = HexColor(red: 176, green: 136, blue: 52)

  init(school: String, language: GeneralSettings.Language, settings: CertificateSettings, branding: BrandingSettings) {
    self.school = school
    self.language = language
    self.settings = settings
    self.branding = branding
  }
  init(_ facilities: Facilities) {
    self.init(
      school: facilities.schoolName, language: facilities.settings(GeneralSettings.self).language,
      settings: facilities.settings(CertificateSettings.self), branding: facilities.settings(BrandingSettings.self))
  }

  /// What stands on the certificate of one person.
  func print(_ design: CertificateDesign, _ values: CertificateValues) -> PrintedCertificate {
    let words = CertificateWords(design.language), filling = self.filling(values, design.language)
    func filled(_ text: String) -> String { text.filled(with: filling).trimmed }
    var facts: [CertificateFact] = []
    if let completedAt = values.completedAt {
      facts.append(
        CertificateFact(label: words.completed, value: CertificateWords.day(completedAt, in: design.language)))
    }
    facts.append(
      CertificateFact(label: words.issued, value: CertificateWords.day(values.issuedAt, in: design.language)))
    facts.append(CertificateFact(label: words.number, value: values.number))
    return PrintedCertificate(
      look: design.look, orientation: design.orientation, paper: design.paper, language: design.language,
      runsRightToLeft: design.runsRightToLeft, school: school, title: filled(design.title), lead: filled(design.lead),
      name: values.name, body: filled(design.body), facts: facts,
      signatures: design.signatures.map { Signature(name: filled($0.name), role: filled($0.role)) },
      primary: design.primary ?? branding.primary ?? BrandColor.standard,
      accent: design.accent ?? branding.accent ?? Self.gold,
      logo: design.showsLogo ? pngLogo : nil, showsCode: design.showsCode)
  }

  /// The logo, where it is of the one kind that is drawn on paper.
  private var pngLogo: String? { branding.logo.flatMap { $0.type == "image/png" ? $0.digest : nil } }

  private func filling(_ values: CertificateValues, _ language: GeneralSettings.Language) -> [String: String] {
    [
      "name": values.name, "course": values.course, "instructor": values.instructor, "parts": String(values.parts),
      "date": CertificateWords.day(values.completedAt ?? values.issuedAt, in: language), "number": values.number,
      "school": school,
    ]
  }
}

/// What differs from one certificate to the next.
struct CertificateValues: Sendable {
  let name: String, course: String, instructor: String, parts: Int, number: String
  let completedAt: Instant?, issuedAt: Instant

  /// For previews.
  static func sample(number: String, at now: Instant) -> CertificateValues {
    CertificateValues(
      name: "Mia Santos", course: "Introduction to biology", instructor: "Tom Berger", parts: 12, number: number,
      completedAt: now, issuedAt: now)
  }
}
