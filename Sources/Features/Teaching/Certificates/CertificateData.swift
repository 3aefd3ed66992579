public import Essentials
public import EvolvCore
internal import Payloads
public import SQLStore

/// The certificates of a person. Who is erased is no longer named on them: they hold no more, and what they said is gone.
public enum CertificateData: PersonalData {
  public static let name = "certificates"

  public static func records(of person: ID<Person>, in reading: any Reading) async throws -> PersonalRecords {
    let list = try await reading.all(
      "SELECT \(Certificate.columns) FROM certificates WHERE person_id = \(person) ORDER BY issued_at, id",
      as: Certificate.self)
    return PersonalRecords(
      ["number", "name", "course", "state", "completed_at", "issued_at", "revoked_at"],
      list.map {
        [
          $0.number, $0.holder, $0.courseTitle, $0.state.rawValue, $0.completedAt?.text, $0.issuedAt.text,
          $0.revokedAt?.text,
        ]
      })
  }

  public static func inUse(_ people: [ID<Person>], in reading: any Reading) async throws -> Set<ID<Person>> {
    Set(try await reading.all("SELECT DISTINCT person_id FROM certificates WHERE person_id IN \(people)"))
  }

  public static func erase(_ person: ID<Person>, in transaction: Transaction, at now: Instant) async throws {
    let list = try await transaction.all(
      "SELECT \(Certificate.columns) FROM certificates WHERE person_id = \(person)", as: Certificate.self)
    for certificate in list {
      var printed = certificate.printed
      printed.name = "—"
      printed.body = printed.body.contains(certificate.holder) ? "" : printed.body
      transaction.later(
        """
        UPDATE certificates SET holder = '—', printed = \(JSONText(String(decoding: printed.json, as: UTF8.self))),
          erased_at = \(now), revoked_at = COALESCE(revoked_at, \(now)),
          revocation_reason = 'The holder asked the school to forget them.'
        WHERE id = \(certificate.id)
        """)
    }
  }
}
