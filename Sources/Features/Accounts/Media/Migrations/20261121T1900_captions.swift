internal import SQLStore

extension Migration {
  /// What is said in films, by language; the text was made anew from what somebody brought in.
  static let captions = Migration(
    id: "20261121T1900_captions", feature: "Media",
    [
      """
      CREATE TABLE media_captions (
        media_id {{id}} NOT NULL REFERENCES media_files (id) ON DELETE CASCADE,
        language {{text}} NOT NULL,
        label {{text}} NOT NULL,
        body {{text}} NOT NULL,
        cues {{int}} NOT NULL,
        created_at {{instant}} NOT NULL,
        PRIMARY KEY (media_id, language)
      ){{strict}};
      """
    ])
}
