internal import Accounts
internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing
internal import SQLStore

/// What a learner has earned.
struct MyCertificatesPage: Page {
  let certificates: [Certificate]
  let title = "My certificates"

  var body: HTML {
    PageHeader(title, lead: certificates.isEmpty ? nil : "Each has a page that you can share, and a PDF to print.") {
      Button("Learning time", to: StatementRoutes.mine.path(), icon: .clock)
    }
    if certificates.isEmpty {
      EmptyState(
        "Your certificates will be here", "Most courses give one when every part of them is done.", .done
      ) {
        Button("Go on learning", to: LearningRoutes.dashboard.path(), .primary)
      }
    } else {
      div(.class("certificate-shelf")) { for certificate in certificates { CertificateCard(certificate: certificate) } }
    }
  }
}

/// One certificate with its picture.
struct CertificateCard: Component {
  let certificate: Certificate

  var body: HTML {
    article(.class("card certificate-card")) {
      a(href: link, .class("certificate-picture"), .aria("label", certificate.courseTitle)) {
        img(
          src: VerificationRoutes.picture.path(certificate.token), alt: "", width: isWide ? 842 : 595,
          height: isWide ? 595 : 842, .loadsLazily)
      }
      div(.class("stack")) {
        h2(.ownDirection) { certificate.courseTitle }
        MetaLine([
          MediaCard.Meta(certificate.number, .award),
          MediaCard.Meta(CertificateWords.day(certificate.issuedAt, in: .english), .calendar),
        ])
        if certificate.state == .revoked { certificate.badge }
        div(.class("row")) {
          Button("Open and share", to: link, .primary, icon: .link)
          Button("PDF", to: VerificationRoutes.sheet.path(certificate.token), icon: .download)
        }
      }
    }
  }

  private var link: Link { VerificationRoutes.show.path(certificate.token) }
  private var isWide: Bool { certificate.printed.orientation == .landscape }
}

extension Certificate {
  var badge: Badge { state == .valid ? Badge("Valid", .good, icon: .checkCircle) : Badge("Revoked", .bad) }
}

/// One certificate for who may revoke it, and for its holder.
struct CertificatePage: Page {
  let certificate: Certificate
  let mayRevoke: Bool
  let draft: Draft
  let csrf: String
  var title: String { "Certificate \(certificate.number)" }
  var thing: UUIDBits? { certificate.id.bits }

  var body: HTML {
    PageHeader(title, lead: certificate.courseTitle) {
      certificate.badge
      Button("Verification page", to: VerificationRoutes.show.path(certificate.token), icon: .external, size: .small)
      Button("PDF", to: VerificationRoutes.sheet.path(certificate.token), icon: .download, size: .small)
    }
    div(.class("stack")) {
      if let reason = certificate.revocationReason {
        Callout(.bad, "Revoked") { p(.ownDirection) { reason } }
      }
      Card("What was issued") { Facts(facts) }
      if mayRevoke { changes }
    }
  }

  private var facts: [(term: String, value: HTML)] {
    var facts: [(term: String, value: HTML)] = [
      ("Holder", HTML(certificate.holder)), ("Course", HTML(certificate.courseTitle)),
      ("Number", HTML(certificate.number)), ("Issued", Moment(instant: certificate.issuedAt).body),
      ("Why", HTML(certificate.origin == .completion ? "The course was completed" : "Issued by hand")),
    ]
    if let completed = certificate.completedAt { facts.append(("Completed", Moment(instant: completed).body)) }
    if let revoked = certificate.revokedAt { facts.append(("Revoked", Moment(instant: revoked).body)) }
    return facts
  }

  @HTMLBuilder private var changes: HTML {
    if certificate.erasedAt != nil {
      Callout(.info) { "The holder asked the school to forget them; nothing can be changed here." }
    } else if certificate.state == .revoked {
      Form(CertificateRoutes.reinstate.path(certificate.id), csrf: csrf, .plain) {
        Button("Let it hold again", .primary, icon: .undo)
      }
    } else {
      Card("Revoke it") {
        Form(CertificateRoutes.revoke.path(certificate.id), csrf: csrf) {
          Field(
            "reason", "Reason", value: draft.values["reason"] ?? "", help: "Stands on the verification page.",
            error: draft.error(of: "reason"), .required.longest(300))
          FormActions { Button("Revoke", .danger, icon: .close) }
        }
      }
    }
  }
}

/// The certificates of a course: how it gives them, who could get one, and who has one.
struct CourseCertificatesPage: Page {
  static let size = 50
  let course: Course
  let candidates: ListPage<Candidate>, number: Int
  let issued: ListPage<Certificate>
  let rule: CertificateRule, templates: [CertificateTemplate]
  let draft: Draft, csrf: String
  var title: String { "Certificates of \(course.title)" }

  var body: HTML {
    CourseHead(course: course, current: .certificates)
    div(.class("stack")) {
      Card("How this course gives certificates") { ruleForm }
      candidateList
      if !issued.items.isEmpty { issuedList }
    }
  }

  private var ruleForm: HTML {
    Form(CertificateRoutes.setRule.path(course.slug), csrf: csrf, .inline) {
      Field(
        "issuing", "When",
        .select([Choice("automatic", "As soon as it is completed"), Choice("by_hand", "By hand alone")]),
        value: draft.values["issuing"] ?? rule.issuing.rawValue, error: draft.error(of: "issuing"))
      Field(
        "template", "Design",
        .select([Choice("", "The school's standard")] + templates.map { Choice($0.id.text, $0.name) }),
        value: draft.values["template"] ?? rule.template?.text ?? "", error: draft.error(of: "template"))
      Field(
        "least_minutes", "Least minutes learned", .number(min: 1, max: 100_000),
        value: draft.values["least_minutes"] ?? rule.leastMinutes.map(String.init) ?? "",
        error: draft.error(of: "least_minutes"), .optional)
      Button("Save", .primary)
    }.body
  }

  @HTMLBuilder private var candidateList: HTML {
    h2 { "Without a certificate" }
    if candidates.items.isEmpty {
      EmptyState("Nobody is left", "Everyone who takes this course and could get a certificate has it.", .done)
    } else {
      WorkList(
        "Learners without a certificate", candidates.items, action: CertificateRoutes.issue.path(course.slug),
        csrf: csrf,
        key: { $0.person.text }, name: { $0.name },
        bulk: [
          BulkAction(
            "issue", "Issue certificates", icon: .award,
            confirm: "Issue certificates to the chosen learners? Each gets a number and a mail.")
        ]
      ) {
        Column("Name", .name) { learner in PersonLine(learner.name, note: learner.email) }
        Column("Progress") { learner in
          ProgressBar(done: learner.itemsDone, of: max(learner.itemCount, 1), unit: "done")
        }
        Column("Completed", .short) { learner in
          if let completed = learner.completedAt {
            Day(instant: completed)
          } else {
            span(.class("faint")) { "Not yet" }
          }
        }
      }
      Pages(number, size: Self.size, total: candidates.total ?? 0, of: "learners") {
        CertificateRoutes.course.path(course.slug).query(["page": String($0)])
      }
    }
  }

  @HTMLBuilder private var issuedList: HTML {
    h2 { "Issued" }
    CertificateTable(label: "Issued certificates", certificates: issued.items)
    if let total = issued.total, total > issued.items.count {
      p(.class("soft small")) { "The latest \(issued.items.count) of \(total)." }
    }
  }
}

/// Certificates in lines.
struct CertificateTable: Component {
  let label: String
  let certificates: [Certificate]

  var body: HTML {
    Table(label, certificates) {
      Column("Number", .name) { row in a(href: CertificateRoutes.show.path(row.id)) { row.number } }
      Column("Holder") { row in span(.ownDirection) { row.holder } }
      Column("Course") { row in span(.ownDirection) { row.courseTitle } }
      Column("Issued", .short) { row in Day(instant: row.issuedAt) }
      Column("State", .short) { row in row.badge }
    }
  }
}
