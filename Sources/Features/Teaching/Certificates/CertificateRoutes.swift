internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Payloads
internal import Routing
internal import SQLStore

/// The certificates of a learner, and those of a course for who teaches it.
enum CertificateRoutes {
  static let mine = Route.get("/learn/certificates", by: .signedIn, "See one's certificates")
  static let course = Route.get(
    "/teach/courses/{course}/certificates", Slug<Course>.self, by: .signedIn, "See the certificates of a course")
  static let setRule = Route.post(
    "/teach/courses/{course}/certificates/rule", Slug<Course>.self, by: .signedIn,
    "Choose how a course gives its certificates")
  static let issue = Route.post(
    "/teach/courses/{course}/certificates", Slug<Course>.self, by: .signedIn, "Issue certificates of a course")
  static let show = Route.get(
    "/teach/certificates/{certificate}", ID<Certificate>.self, by: .signedIn, "See one certificate")
  static let revoke = Route.post(
    "/teach/certificates/{certificate}/revocation", ID<Certificate>.self, by: .signedIn, "Revoke a certificate")
  static let reinstate = Route.post(
    "/teach/certificates/{certificate}/reinstatement", ID<Certificate>.self, by: .signedIn,
    "Let a revoked certificate hold again")

  static func register(on table: inout RouteTable<Context>) {
    table.on(mine) { context in
      context.page(MyCertificatesPage(certificates: try await context.db.certificates(of: context.viewer)))
    }
    table.on(course) { context, slug in try await showCourse(context, slug, Draft()) }
    table.on(setRule) { context, slug in
      try await context.form(RuleForm.self) { form in
        let course = try await context.db.course(.slug(slug), for: context.viewer), rule = try form.rule()
        return try await context.act {
          try await $0.setCertificateRule(rule, of: course, by: $1, at: $2)
        } then: { _ in
          (Self.course.path(slug), "Saved. Certificates that were issued stay as they are.")
        }
      } again: {
        try await showCourse(context, slug, $0)
      }
    }
    table.on(issue) { context, slug in
      let course = try await context.db.course(.slug(slug), for: context.viewer)
      let fields = try context.request.formFields().without(ForgeryGuard.field)
      let people = fields.all("selected").compactMap { ID<Person>(pathText: $0) }
      let issued = try await context.issueCertificates(of: course, to: people)
      let words = issued.count == 1 ? "1 certificate was issued." : "\(issued.count) certificates were issued."
      return context.redirect(
        to: Self.course.path(slug), saying: people.isEmpty ? "Choose somebody first." : words,
        issued.isEmpty ? .warn : .good)
    }
    registerOne(on: &table)
  }

  private static func registerOne(on table: inout RouteTable<Context>) {
    table.on(show) { context, id in try await showOne(context, id, Draft()) }
    table.on(revoke) { context, id in
      try await context.form(RevocationForm.self) { form in
        let certificate = try await context.db.certificate(id, for: context.viewer)
        return try await context.act {
          try await $0.revoke(certificate, because: form.reason.text, by: $1, at: $2)
        } then: { _ in
          (show.path(id), "\(certificate.number) is revoked. Its page says so.")
        }
      } again: {
        try await showOne(context, id, $0)
      }
    }
    table.on(reinstate) { context, id in
      let certificate = try await context.db.certificate(id, for: context.viewer)
      return try await context.act {
        try await $0.reinstate(certificate, by: $1, at: $2)
      } then: { _ in
        (show.path(id), "\(certificate.number) holds again.")
      }
    }
  }

  private static func showOne(_ context: Context, _ id: ID<Certificate>, _ draft: Draft) async throws -> Response {
    let certificate = try await context.db.certificate(id, for: context.viewer)
    var isManaged = context.viewer.may(.manageCertificates)
    if !isManaged {
      let course: Course? = try await context.db.first(
        "SELECT \(Course.columns) FROM \(Course.source) WHERE courses.id = \(certificate.course)")
      isManaged = course.map { context.viewer.mayCertify(in: $0) } ?? false
    }
    return context.page(
      CertificatePage(certificate: certificate, mayRevoke: isManaged, draft: draft, csrf: context.forgeryToken))
  }

  private static func showCourse(_ context: Context, _ slug: Slug<Course>, _ draft: Draft) async throws -> Response {
    let course = try await context.db.course(.slug(slug), for: context.viewer)
    let page = context.request.head.method == "GET" ? try context.request.query(PageQuery.self).page?.value ?? 1 : 1
    let size = CourseCertificatesPage.size
    let candidates = try await context.db.candidates(of: course, for: context.viewer, page: page, size: size)
    let issued = try await context.db.certificates(of: course, for: context.viewer, page: 1, size: size)
    return context.page(
      CourseCertificatesPage(
        course: course, candidates: candidates, number: page, issued: issued,
        rule: try await context.db.certificateRule(of: course.id),
        templates: try await context.db.certificateTemplates(), draft: draft, csrf: context.forgeryToken))
  }
}

extension Context {
  /// Issues the certificates of a course to those of `people` who take it and have none yet.
  func issueCertificates(of course: Course, to people: [ID<Person>]) async throws -> [Certificate] {
    let viewer = viewer, now = now, press = CertificatePress(facilities)
    try viewer.requireCertifying(in: course)
    guard people.count <= 200 else { throw Problem.invalid("user_ids", "too_many", "must be at most 200 at a time") }
    let learners = try await db.candidates(people, of: course.id)
    let design = try await db.certificateDesign(of: course.id, in: press.language)
    return try await db.transaction { transaction in
      var issued: [Certificate] = []
      for learner in learners {
        let made = try await transaction.issueCertificate(
          to: learner, of: course, as: .staff, design, on: press, by: viewer, at: now)
        if let made { issued.append(made) }
      }
      return issued
    }
  }
}
