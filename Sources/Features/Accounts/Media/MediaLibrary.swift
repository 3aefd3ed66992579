internal import Essentials
public import EvolvCore
public import JobQueue
public import Routing
public import SQLStore

/// Media: the pictures, films, sounds and documents that people bring in to use them in courses and pages. A file comes
/// whole with a form, or in pieces that may break off and go on (tus 1.0); what it is, its bytes say and not its name.
/// The bytes lie in `FileStorage` under their SHA-256; here stands whose they are and what became of them.
///
/// What must never break: `used_bytes` of a person equals what their files and unfinished uploads take, so that nobody
/// brings in more than there is room for; the offset of an upload is only told after its bytes are synced; a file is sent
/// only by a sealed address that holds for a while and for one person, and only while that person may still see it;
/// nothing that was brought in ever runs in our pages.
public enum MediaLibrary: Feature {
  public static let name = "Media"
  /// A form without a script sends a file whole; larger ones come in pieces.
  public static let mostBytes = 1 << 30 + 512 << 10
  public static let tables = ["media_files", "media_renditions", "media_captions", "media_uploads", "media_keepers"]
  public static let readsTables = ["users"]
  public static let migrations: [Migration] = [.media, .captions]

  public static func register(on table: inout RouteTable<Context>) {
    MediaRoutes.register(on: &table)
    MediaAPI.register(on: &table)
    MediaServing.register(on: &table)
    CaptionRoutes.register(on: &table)
    CaptionAPI.register(on: &table)
    UploadAPI.register(on: &table)
    MediaRoomRoutes.register(on: &table)
  }

  /// Files that were not deleted, and what was made of them.
  public static func filesInUse(of digests: Set<String>, in db: Database) async throws -> Set<String> {
    let list = digests.sorted()
    let (originals, renditions) = try await db.fetch(
      Query<[String]>.all("SELECT sha256 FROM media_files WHERE deleted_at IS NULL AND sha256 IN \(list)"),
      Query<[String]>.all("SELECT sha256 FROM media_renditions WHERE sha256 IN \(list)"))
    return Set(originals).union(renditions)
  }

  public static func places(for viewer: Viewer) -> [Destination] {
    viewer.mayBringMedia ? [Destination("Media", icon: "image", link: MediaRoutes.list.path(), .work)] : []
  }

  /// Makes the jobs of this feature known.
  public static func register(on duties: inout Duties) {
    duties.add(FinishUpload.self)
    duties.add(PrepareMedia.self)
    duties.add(ForgetMediaUploads.self)
  }
}

extension Viewer {
  /// Whether the viewer may bring files into the school: whoever teaches, writes the site or looks after the media.
  public var mayBringMedia: Bool {
    isSignedIn && (may(.createCourses) || maySomewhere(.editAnyCourse) || may(.editSite) || may(.manageMedia))
  }
  func requireBringingMedia() throws -> ID<Person> {
    let person = try requirePerson()
    guard mayBringMedia else { throw Problem.forbidden("bring in media files") }
    return person
  }
}
