internal import Cryptography
internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

extension Transaction {
  /// Issues the certificate of a learner, once: nil where there is one already, be it revoked. The number is taken and used
  /// under the lock of its count, so that many at a time get different ones and none is left out.
  @discardableResult
  func issueCertificate(
    to learner: Candidate, of course: Course, as origin: CertificateOrigin, _ design: CertificateDesign,
    on press: CertificatePress, by viewer: Viewer, at now: Instant
  ) async throws -> Certificate? {
    try viewer.requireCertifying(in: course)
    let existing: Int? = try await first(
      "SELECT 1 FROM certificates WHERE person_id = \(learner.person) AND course_id = \(course.id)")
    if existing != nil { return nil }
    let series = press.settings.series(in: now.civil.year)
    let place = try await nextNumber(of: Self.places), count = try await nextNumber(of: series)
    let number = press.settings.number(count, in: series)
    let printed = press.print(
      design,
      CertificateValues(
        name: learner.name, course: course.title, instructor: course.instructorName.trimmed, parts: course.itemCount,
        number: number, completedAt: learner.completedAt, issuedAt: now))
    let made = try await insert(
      printed, number, place, to: learner, of: course, as: origin, by: viewer, at: now)
    guard let made else {
      // Somebody else issued it while this one waited for the count.
      try await giveNumberBack(to: series)
      try await giveNumberBack(to: Self.places)
      return nil
    }
    record(
      CertificateIssued(
        certificate: made.id, person: made.person, course: made.course, number: number, origin: origin),
      by: viewer, at: now)
    return made
  }

  /// The count of the places in the list of what was revoked.
  private static var places: String { "" }

  private func nextNumber(of series: String) async throws -> Int {
    try await value(
      """
      INSERT INTO certificate_numbers (series, last) VALUES (\(series), 1)
      ON CONFLICT (series) DO UPDATE SET last = certificate_numbers.last + 1 RETURNING last
      """)
  }
  private func giveNumberBack(to series: String) async throws {
    try await execute("UPDATE certificate_numbers SET last = last - 1 WHERE series = \(series)")
  }

  private func insert(
    _ printed: PrintedCertificate, _ number: String, _ place: Int, to learner: Candidate, of course: Course,
    as origin: CertificateOrigin, by viewer: Viewer, at now: Instant
  ) async throws -> Certificate? {
    try await first(
      """
      INSERT INTO certificates (id, serial, token, place, person_id, course_id, holder, course_title, printed, logo, origin,
        completed_at, issued_at, issued_by)
      VALUES (\(ID<Certificate>(at: now)), \(number), \(Randomness.token()), \(place), \(learner.person), \(course.id),
        \(learner.name), \(course.title), \(JSONText(String(decoding: printed.json, as: UTF8.self))), \(printed.logo),
        \(origin), \(learner.completedAt), \(now), \(viewer.person))
      ON CONFLICT (person_id, course_id) DO NOTHING RETURNING \(Certificate.columns)
      """)
  }

  /// Takes a certificate back; its number stays taken and its page says so.
  func revoke(_ certificate: Certificate, because reason: String, by viewer: Viewer, at now: Instant) async throws {
    try await requireCertifying(certificate, by: viewer)
    let changed = try await execute(
      """
      UPDATE certificates SET revoked_at = \(now), revoked_by = \(viewer.person), revocation_reason = \(reason)
      WHERE id = \(certificate.id) AND revoked_at IS NULL
      """)
    guard changed > 0 else { throw Problem.conflict("This certificate is revoked already.") }
    record(
      CertificateRevoked(
        certificate: certificate.id, person: certificate.person, number: certificate.number, reason: reason),
      by: viewer, at: now)
  }

  /// Lets a revoked certificate hold again.
  func reinstate(_ certificate: Certificate, by viewer: Viewer, at now: Instant) async throws {
    try await requireCertifying(certificate, by: viewer)
    let changed = try await execute(
      """
      UPDATE certificates SET revoked_at = NULL, revoked_by = NULL, revocation_reason = NULL
      WHERE id = \(certificate.id) AND revoked_at IS NOT NULL AND erased_at IS NULL
      """)
    guard changed > 0 else { throw Problem.conflict("This certificate is not revoked.") }
    record(
      CertificateReinstated(certificate: certificate.id, person: certificate.person, number: certificate.number),
      by: viewer, at: now)
  }

  private func requireCertifying(_ certificate: Certificate, by viewer: Viewer) async throws {
    if viewer.may(.manageCertificates) { return }
    try viewer.requireCertifying(in: try await course(.id(certificate.course), for: viewer))
  }

  // MARK: rules and templates

  /// How a course gives its certificates from now on.
  func setCertificateRule(_ rule: CertificateRule, of course: Course, by viewer: Viewer, at now: Instant) async throws {
    try viewer.requireCertifying(in: course)
    if let template = rule.template { _ = try await certificateTemplate(template) }
    try await execute(
      """
      INSERT INTO certificate_rules (course_id, template_id, issuing, least_minutes, updated_at)
      VALUES (\(course.id), \(rule.template), \(rule.issuing), \(rule.leastMinutes), \(now))
      ON CONFLICT (course_id) DO UPDATE SET template_id = excluded.template_id, issuing = excluded.issuing,
        least_minutes = excluded.least_minutes, updated_at = excluded.updated_at
      """)
    record(
      CertificateRuleChanged(
        course: course.id, template: rule.template, issuing: rule.issuing, leastMinutes: rule.leastMinutes),
      by: viewer, at: now)
  }

  func addTemplate(_ name: String, _ design: CertificateDesign, by viewer: Viewer, at now: Instant) async throws
    -> ID<CertificateTemplate>
  {
    try viewer.require(.manageCertificates)
    let id = ID<CertificateTemplate>(at: now)
    try await execute(
      """
      INSERT INTO certificate_templates (id, name, design, created_at, updated_at)
      VALUES (\(id), \(name), \(JSONText(String(decoding: design.json, as: UTF8.self))), \(now), \(now))
      """)
    record(CertificateTemplateChanged(template: id, name: name, change: .made), by: viewer, at: now, after: design)
    return id
  }

  /// Certificates that were issued stay as they were printed.
  func changeTemplate(
    _ template: CertificateTemplate, _ name: String, _ design: CertificateDesign, by viewer: Viewer, at now: Instant
  ) async throws {
    try viewer.require(.manageCertificates)
    try await execute(
      """
      UPDATE certificate_templates SET name = \(name), design = \(JSONText(String(decoding: design.json, as: UTF8.self))),
        updated_at = \(now) WHERE id = \(template.id)
      """)
    record(
      CertificateTemplateChanged(template: template.id, name: name, change: .changed), by: viewer, at: now,
      before: template.design, after: design)
  }

  /// Makes it the design of every course that has not chosen.
  func chooseTemplate(_ template: CertificateTemplate, by viewer: Viewer, at now: Instant) async throws {
    try viewer.require(.manageCertificates)
    try await execute("UPDATE certificate_templates SET standard_since = NULL WHERE standard_since IS NOT NULL")
    try await execute("UPDATE certificate_templates SET standard_since = \(now) WHERE id = \(template.id)")
    record(
      CertificateTemplateChanged(template: template.id, name: template.name, change: .chosen), by: viewer, at: now)
  }

  /// Courses that chose it fall back to the school's standard.
  func deleteTemplate(_ template: CertificateTemplate, by viewer: Viewer, at now: Instant) async throws {
    try viewer.require(.manageCertificates)
    try await execute("DELETE FROM certificate_templates WHERE id = \(template.id)")
    record(
      CertificateTemplateChanged(template: template.id, name: template.name, change: .deleted), by: viewer, at: now)
  }
}
