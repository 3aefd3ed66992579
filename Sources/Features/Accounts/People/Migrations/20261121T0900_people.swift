internal import SQLStore

extension Migration {
  /// The people of the school.
  static let people = Migration(
    id: "20261121T0900_people", feature: "People",
    [
      """
      CREATE TABLE users (
        id {{id}} PRIMARY KEY,
        email {{text}} NOT NULL,
        email_key {{text}} NOT NULL UNIQUE,
        username {{text}},
        username_key {{text}} UNIQUE,
        password_hash {{text}},
        role {{text}} NOT NULL REFERENCES roles (key),
        status {{text}} NOT NULL CHECK (status IN ('active', 'inactive', 'suspended')),
        first_name {{text}} NOT NULL,
        last_name {{text}} NOT NULL,
        name_key {{text}} NOT NULL,
        time_zone {{text}} NOT NULL DEFAULT 'UTC',
        email_verified_at {{instant}},
        second_factor_since {{instant}},
        last_login_at {{instant}},
        erased_at {{instant}},
        created_at {{instant}} NOT NULL,
        updated_at {{instant}} NOT NULL
      ){{keyed}};
      CREATE INDEX users_created ON users (created_at DESC, id DESC);
      CREATE INDEX users_name ON users (name_key, id);
      CREATE INDEX users_role ON users (role, created_at DESC, id DESC);
      """,
      PersonQueries.search.creation, seenIndex,
    ])

  /// For the list in the order of the last sign-in.
  private static let seenIndex = SQL.sqlite("CREATE INDEX users_seen ON users (coalesce(last_login_at, 0), id)")
    .postgres(
      "CREATE INDEX users_seen ON users ((coalesce(last_login_at, timestamptz '1970-01-01T00:00:00Z')), id)")
}
