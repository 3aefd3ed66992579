internal import SQLStore

extension Migration {
  /// What certificates look like, which courses give them, and those that were given. A certificate outlives its course and
  /// the account of its holder, so it points at both without depending on them.
  static let certificates = Migration(
    id: "20261121T1500_certificates", feature: "Certificates",
    [
      """
      CREATE TABLE certificate_templates (
        id {{id}} PRIMARY KEY,
        name {{text}} NOT NULL,
        design {{json}} NOT NULL,
        standard_since {{instant}},
        created_at {{instant}} NOT NULL,
        updated_at {{instant}} NOT NULL
      ){{strict}};
      CREATE UNIQUE INDEX certificate_templates_standard ON certificate_templates ((1)) WHERE standard_since IS NOT NULL;

      CREATE TABLE certificate_rules (
        course_id {{id}} PRIMARY KEY REFERENCES courses (id) ON DELETE CASCADE,
        template_id {{id}} REFERENCES certificate_templates (id) ON DELETE SET NULL,
        issuing {{text}} NOT NULL CHECK (issuing IN ('automatic', 'by_hand')),
        least_minutes {{int}} CHECK (least_minutes > 0),
        updated_at {{instant}} NOT NULL
      ){{strict}};

      CREATE TABLE certificate_numbers (
        series {{text}} PRIMARY KEY,
        last {{int}} NOT NULL
      ){{strict}};

      CREATE TABLE certificates (
        id {{id}} PRIMARY KEY,
        serial {{text}} NOT NULL CONSTRAINT certificates_serial UNIQUE,
        token {{text}} NOT NULL CONSTRAINT certificates_token UNIQUE,
        place {{int}} NOT NULL CONSTRAINT certificates_place UNIQUE,
        person_id {{id}} NOT NULL,
        course_id {{id}} NOT NULL,
        holder {{text}} NOT NULL,
        course_title {{text}} NOT NULL,
        printed {{json}} NOT NULL,
        logo {{text}},
        origin {{text}} NOT NULL CHECK (origin IN ('completion', 'staff')),
        completed_at {{instant}},
        issued_at {{instant}} NOT NULL,
        issued_by {{id}},
        revoked_at {{instant}},
        revoked_by {{id}},
        revocation_reason {{text}},
        erased_at {{instant}},
        CONSTRAINT certificates_once UNIQUE (person_id, course_id)
      ){{strict}};
      CREATE INDEX certificates_issued ON certificates (issued_at, id);
      CREATE INDEX certificates_course ON certificates (course_id, issued_at, id);
      """,
      CertificateQueries.search.creation,
    ])
}
