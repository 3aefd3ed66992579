internal import SQLStore

extension Migration {
  /// Teams, who is in them, and who is asked to join.
  static let teams = Migration(
    id: "20261121T0920_teams", feature: "Teams",
    [
      """
      CREATE TABLE teams (
        id {{id}} PRIMARY KEY,
        slug {{text}} NOT NULL UNIQUE,
        name {{text}} NOT NULL,
        created_at {{instant}} NOT NULL,
        updated_at {{instant}} NOT NULL
      ){{keyed}};
      CREATE INDEX teams_created ON teams (created_at DESC, id DESC);

      CREATE TABLE team_members (
        id {{id}} PRIMARY KEY,
        team_id {{id}} NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
        user_id {{id}} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        role {{text}} NOT NULL CHECK (role IN ('owner', 'admin', 'member')),
        joined_at {{instant}} NOT NULL,
        UNIQUE (team_id, user_id)
      ){{keyed}};
      CREATE INDEX team_members_user ON team_members (user_id, joined_at);
      CREATE INDEX team_members_role ON team_members (team_id, role, joined_at);

      CREATE TABLE team_invitations (
        id {{id}} PRIMARY KEY,
        team_id {{id}} NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
        email {{text}} NOT NULL,
        email_key {{text}} NOT NULL,
        role {{text}} NOT NULL CHECK (role IN ('admin', 'member')),
        token_hash {{bytes}} UNIQUE,
        invited_by {{id}} REFERENCES users (id) ON DELETE SET NULL,
        created_at {{instant}} NOT NULL,
        sent_at {{instant}},
        expires_at {{instant}} NOT NULL,
        UNIQUE (team_id, email_key)
      ){{keyed}};
      CREATE INDEX team_invitations_email ON team_invitations (email_key);
      CREATE INDEX team_invitations_expiry ON team_invitations (expires_at);
      """,
      TeamQueries.search.creation,
    ])
}
