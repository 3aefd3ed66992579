internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Routing

/// Asks for the number of a certificate.
struct VerifyPage: Page {
  let title = "Check a certificate"
  var shell: Shell { .public }
  var isIndexed: Bool { false }

  var body: HTML {
    div(.class("verify")) {
      PageHeader(title, lead: "Type the number that stands on it, or follow the square code.")
      VerifyForm(typed: "")
    }
  }
}

/// The field for a number.
struct VerifyForm: Component {
  let typed: String

  var body: HTML {
    form(.get, action: VerificationRoutes.ask.path(), .class("form-inline"), .aria("label", "Check a certificate")) {
      Field("number", "Number", value: typed, .required.longest(64).placeholder("EV-2026-000123"))
      Button("Check", .primary, icon: .search)
    }
  }
}

/// There is none.
struct UnknownCertificatePage: Page {
  let typed: String
  let title = "Unknown certificate"
  var shell: Shell { .public }
  var isIndexed: Bool { false }

  var body: HTML {
    div(.class("verify")) {
      PageHeader(title)
      Callout(.bad, "This school issued no certificate with this number") {
        "Check it letter by letter. A certificate that the school revoked would be shown as revoked."
      }
      VerifyForm(typed: String(typed.prefix(64)))
    }
  }
}

/// What a certificate says, whether it holds, and for who has its link the sheet itself.
struct VerificationPage: Page {
  let certificate: Certificate
  /// The reader followed the certificate's own link.
  let isShared: Bool
  let address: String, now: Instant

  var title: String { "Certificate \(certificate.number)" }
  var shell: Shell { .public }
  var isIndexed: Bool { false }
  private var printed: PrintedCertificate { certificate.printed }

  var body: HTML {
    div(.class("verify")) {
      PageHeader("Certificate", unbroken: certificate.number, lead: "Issued by \(printed.school).")
      state
      if isShared { picture }
      words
      if isShared { actions }
    }
  }

  @HTMLBuilder private var state: HTML {
    if let revokedAt = certificate.revokedAt {
      Callout(.bad, "This certificate was revoked") {
        "It does not hold since "
        Day(instant: revokedAt)
        "."
        if let reason = certificate.revocationReason { p(.ownDirection) { reason } }
      }
    } else {
      Callout(.good, "This certificate is genuine and holds") {
        "Checked "
        Moment(instant: now)
        ". What stands below is what the school printed on it."
      }
    }
  }

  private var picture: HTML {
    let isWide = printed.orientation == .landscape
    return figure(.class("certificate-picture")) {
      img(
        src: VerificationRoutes.picture.path(certificate.token), alt: "The certificate as it is printed",
        width: isWide ? 842 : 595, height: isWide ? 595 : 842)
    }
  }

  private var words: HTML {
    section(
      .class("card certificate-words"), .aria("label", "What the certificate says"), .lang(printed.language.rawValue)
    ) {
      p(.class("eyebrow"), .ownDirection) { printed.school }
      h2(.ownDirection) { printed.title }
      if !printed.lead.isEmpty { p(.ownDirection) { printed.lead } }
      p(.class("certificate-name"), .ownDirection) { printed.name }
      if !printed.body.isEmpty { p(.ownDirection, .class("keeps-lines")) { printed.body } }
      Facts(printed.facts.map { (term: $0.label, value: HTML($0.value)) })
      if !printed.signatures.isEmpty {
        ul(.class("certificate-signatures")) {
          for signature in printed.signatures {
            li {
              strong(.ownDirection) { signature.name }
              span(.class("soft small"), .ownDirection) { signature.role }
            }
          }
        }
      }
    }
  }

  private var actions: HTML {
    section(.class("card certificate-share not-printed"), .aria("label", "Download and share")) {
      div(.class("row")) {
        Button("Download PDF", to: VerificationRoutes.sheet.path(certificate.token), .primary, icon: .download)
        Button("Badge (PNG)", to: BadgeRoutes.png.path(certificate.token), icon: .award)
        Button("Badge (SVG)", to: BadgeRoutes.svg.path(certificate.token), icon: .award)
        for share in shares { Button(share.label, to: share.link, icon: share.icon) }
      }
      div(.class("certificate-link")) {
        p(.class("field-help")) { "The link of this page. Whoever has it sees what you see here." }
        CodeSheet("The link of this page", [address])
      }
    }
  }

  private var shares: [(label: String, link: Link, icon: Icon)] {
    let issued = certificate.issuedAt.civil
    let network = Link(
      outside:
        "https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME&name=\(certificate.courseTitle.percentEncoded)"
        + "&organizationName=\(printed.school.percentEncoded)&issueYear=\(issued.year)&issueMonth=\(issued.month)"
        + "&certId=\(certificate.number.percentEncoded)&certUrl=\(address.percentEncoded)")
    let mail = Link(outside: "mailto:?subject=\(title.percentEncoded)&body=\(address.percentEncoded)")
    return [network.map { ("Add to LinkedIn", $0, .external) }, mail.map { ("Send by mail", $0, .mail) }].compactMap(
      \.self)
  }
}
