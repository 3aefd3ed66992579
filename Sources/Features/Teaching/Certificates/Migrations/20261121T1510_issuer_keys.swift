internal import SQLStore

extension Migration {
  /// The keys that badges are signed with. One that is no longer in use stays published, so that what it signed holds.
  static let issuerKeys = Migration(
    id: "20261121T1510_issuer_keys", feature: "Certificates",
    [
      """
      CREATE TABLE issuer_keys (
        id {{id}} PRIMARY KEY,
        name {{text}} NOT NULL UNIQUE,
        published {{json}} NOT NULL,
        sealed {{text}} NOT NULL,
        created_at {{instant}} NOT NULL,
        retired_at {{instant}}
      ){{strict}};
      CREATE UNIQUE INDEX issuer_keys_current ON issuer_keys ((1)) WHERE retired_at IS NULL;
      """
    ])
}
