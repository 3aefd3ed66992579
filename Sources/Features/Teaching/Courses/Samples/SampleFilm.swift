public import Essentials
public import EvolvCore
internal import Payloads
public import SQLStore

/// The lesson of the sample school that is a film of its own.
public enum SampleFilm {
  public static let name = "finding-north.mp4"
  private static let course = "reading-the-night-sky"

  /// Puts the film behind the other lessons of its part.
  public static func add(_ film: ID<MediaFile>, to db: Database, by teacher: Viewer, at now: Instant) async throws {
    guard let slug = Slug<Course>(pathText: course), let title = Text<ItemTitle>("Finding north in twenty seconds")
    else {
      preconditionFailure("Sample names fit.")
    }
    let outline = try await db.outline(of: .slug(slug), for: teacher)
    guard let section = outline.sections.first else { return }
    let video = Video(
      description: "From the Great Bear to the North Star, and from there to the horizon. Try it tonight.",
      type: .serverUpload, address: "/media/\(film.text)", youtubeID: nil, durationSeconds: 20, requiresCode: false)
    let item = NewItem(title: title, content: .video(video), isPreview: false)
    try await db.transaction { _ = try await $0.addItem(item, to: section.id, by: teacher, at: now) }
  }
}
