internal import SQLStore

extension Migration {
  /// Say what the tables keep.
  static let __namesCamel__ = Migration(
    id: "__stamp_____names__", feature: "__Names__",
    [
      """
      CREATE TABLE __names__ (
        id {{id}} PRIMARY KEY,
        title {{text}} NOT NULL,
        created_at {{instant}} NOT NULL
      ){{strict}};
      CREATE INDEX __names___created ON __names__ (created_at DESC, id DESC);
      """
    ])
}
