internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

/// The calls of certificates.
enum CertificateAPI {
  static let mine = Route.get("/api/v1/users/me/certificates", by: .signedIn, "The caller's certificates")
    .answers(CertificateList.self)
  static let all = Route.get("/api/v1/certificates", by: .may(.manageCertificates), "Every certificate")
    .takes(CertificatesQuery.self, answers: CertificateList.self)
  static let show = Route.get(
    "/api/v1/certificates/{certificate}", ID<Certificate>.self, by: .signedIn, "One certificate"
  )
  .answers(CertificatePayload.self)
  static let ofCourse = Route.get(
    "/api/v1/courses/{course}/certificates", Reference<Course>.self, by: .signedIn, "The certificates of a course"
  ).takes(StudentsQuery.self, answers: CertificateList.self)
  static let issue = Route.post(
    "/api/v1/courses/{course}/certificates", Reference<Course>.self, by: .signedIn,
    "Issue certificates; who has one already is left out"
  ).takes(IssueRequest.self, creates: CertificateList.self)
  static let revoke = Route.post(
    "/api/v1/certificates/{certificate}/revocation", ID<Certificate>.self, by: .signedIn, "Revoke a certificate"
  ).takes(RevocationForm.self, answers: CertificatePayload.self)
  static let reinstate = Route.delete(
    "/api/v1/certificates/{certificate}/revocation", ID<Certificate>.self, by: .signedIn,
    "Let a revoked certificate hold again"
  ).answers(CertificatePayload.self)
  static let verify = Route.get(
    "/api/v1/verify/{certificate}", String.self, by: .everyone, "Whether a certificate holds, by its number or link"
  ).answers(VerificationPayload.self)

  static func register(on table: inout RouteTable<Context>) {
    table.on(mine) { context in
      CertificateList(try await context.db.certificates(of: context.viewer), context)
    }
    table.on(all) { context, query in
      let list = try await context.db.certificates(query, for: context.viewer)
      let size = query.pageSize?.value ?? CertificatesQuery.standardSize
      return CertificateList(list.items, total: list.total, page: query.page?.value ?? 1, size: size, context)
    }
    table.on(show) { context, id in
      CertificatePayload(try await context.db.certificate(id, for: context.viewer), context)
    }
    table.on(ofCourse) { context, query, reference in
      let page = query.page?.value ?? 1, size = query.pageSize?.value ?? 20
      let course = try await context.db.course(reference, for: context.viewer)
      let list = try await context.db.certificates(of: course, for: context.viewer, page: page, size: size)
      return CertificateList(list.items, total: list.total, page: page, size: size, context)
    }
    table.on(issue) { context, request, reference in
      let course = try await context.db.course(reference, for: context.viewer)
      return CertificateList(try await context.issueCertificates(of: course, to: request.userIDs), context)
    }
    registerChanges(on: &table)
  }

  private static func registerChanges(on table: inout RouteTable<Context>) {
    table.on(revoke) { context, form, id in
      let certificate = try await context.db.certificate(id, for: context.viewer)
      let viewer = context.viewer, now = context.now
      try await context.db.transaction {
        try await $0.revoke(certificate, because: form.reason.text, by: viewer, at: now)
      }
      return CertificatePayload(try await context.db.certificate(id, for: viewer), context)
    }
    table.on(reinstate) { context, id in
      let certificate = try await context.db.certificate(id, for: context.viewer)
      let viewer = context.viewer, now = context.now
      try await context.db.transaction { try await $0.reinstate(certificate, by: viewer, at: now) }
      return CertificatePayload(try await context.db.certificate(id, for: viewer), context)
    }
    table.on(verify) { context, text in
      guard let certificate = try await context.verified(text) else { throw Problem.notFound("certificate") }
      return VerificationPayload(certificate)
    }
  }
}

struct IssueRequest: Payload {
  let userIDs: [ID<Person>]
  static let shape = Shape("IssueCertificates", Self.init(userIDs:), Field("user_ids", \.userIDs, "At most 200"))
}

struct CertificatePayload: Payload {
  let id: ID<Certificate>, number: String, userID: ID<Person>, courseID: ID<Course>
  let holder: String, courseTitle: String, state: CertificateState, origin: CertificateOrigin
  let completedAt: Instant?, issuedAt: Instant, revokedAt: Instant?, revocationReason: String?
  let verificationURL: String, pdfURL: String

  static let shape = Shape(
    "Certificate", Self.init, Field("id", \.id), Field("number", \.number), Field("user_id", \.userID),
    Field("course_id", \.courseID), Field("holder", \.holder, "The name as it is printed"),
    Field("course_title", \.courseTitle, "As it is printed"), Field("state", \.state), Field("origin", \.origin),
    Field("completed_at", \.completedAt), Field("issued_at", \.issuedAt), Field("revoked_at", \.revokedAt),
    Field("revocation_reason", \.revocationReason), Field("verification_url", \.verificationURL),
    Field("pdf_url", \.pdfURL))

  init(
    id: ID<Certificate>, number: String, userID: ID<Person>, courseID: ID<Course>, holder: String, courseTitle: String,
    state: CertificateState, origin: CertificateOrigin, completedAt: Instant?, issuedAt: Instant, revokedAt: Instant?,
    revocationReason: String?, verificationURL: String, pdfURL: String
  ) {
    self.id = id
    self.number = number
    self.userID = userID
    self.courseID = courseID
    self.holder = holder
    self.courseTitle = courseTitle
    self.state = state
    self.origin = origin
    self.completedAt = completedAt
    self.issuedAt = issuedAt
    self.revokedAt = revokedAt
    self.revocationReason = revocationReason
    self.verificationURL = verificationURL
    self.pdfURL = pdfURL
  }

  init(_ certificate: Certificate, _ context: Context) {
    let base = context.facilities.baseAddress
    self.init(
      id: certificate.id, number: certificate.number, userID: certificate.person, courseID: certificate.course,
      holder: certificate.holder, courseTitle: certificate.courseTitle, state: certificate.state,
      origin: certificate.origin, completedAt: certificate.completedAt, issuedAt: certificate.issuedAt,
      revokedAt: certificate.revokedAt, revocationReason: certificate.revocationReason,
      verificationURL: base + VerificationRoutes.show.path(certificate.token).text,
      pdfURL: base + VerificationRoutes.sheet.path(certificate.token).text)
  }
}

struct CertificateList: Payload {
  let data: [CertificatePayload], meta: ListMeta
  static let shape = Shape("CertificateList", Self.init(data:meta:), Field("data", \.data), Field("meta", \.meta))

  init(data: [CertificatePayload], meta: ListMeta) {
    self.data = data
    self.meta = meta
  }
  init(_ list: [Certificate], total: Int? = nil, page: Int = 1, size: Int = 200, _ context: Context) {
    self.init(
      data: list.map { CertificatePayload($0, context) },
      meta: ListMeta(total: total ?? list.count, page: page, pageSize: size, nextCursor: nil))
  }
}

/// What everyone may know of a certificate whose number they have: exactly what stands on it.
struct VerificationPayload: Payload {
  let number: String, state: CertificateState, issuedAt: Instant, revokedAt: Instant?, revocationReason: String?
  let printed: PrintedCertificate

  static let shape = Shape(
    "CertificateVerification", Self.init, Field("number", \.number), Field("state", \.state),
    Field("issued_at", \.issuedAt), Field("revoked_at", \.revokedAt), Field("revocation_reason", \.revocationReason),
    Field("printed", \.printed))

  init(
    number: String, state: CertificateState, issuedAt: Instant, revokedAt: Instant?, revocationReason: String?,
    printed: PrintedCertificate
  ) {
    self.number = number
    self.state = state
    self.issuedAt = issuedAt
    self.revokedAt = revokedAt
    self.revocationReason = revocationReason
    self.printed = printed
  }
  init(_ certificate: Certificate) {
    self.init(
      number: certificate.number, state: certificate.state, issuedAt: certificate.issuedAt,
      revokedAt: certificate.revokedAt, revocationReason: certificate.revocationReason, printed: certificate.printed)
  }
}
