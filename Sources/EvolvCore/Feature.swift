public import Essentials
public import Routing
public import SQLStore

/// What a feature's door file declares; the App lists each feature once.
public protocol Feature: SendableMetatype {
  /// Its folder's name.
  static var name: String { get }
  /// The tables it owns; no other feature's statements name them.
  static var tables: [String] { get }
  static var migrations: [Migration] { get }
  static func register(on table: inout RouteTable<Context>)
  /// Which of some kept files it refers to; files that no feature wants are removed. Whoever keeps files answers this.
  static func filesInUse(of digests: Set<String>, in db: Database) async throws -> Set<String>
  /// Where it shows some media files.
  static func mediaUses(of files: [ID<MediaFile>], in db: Database) async throws -> [MediaUse]
  /// Whether it shows a media file in a place that is open to the viewer; whoever brought a file in may always see it.
  static func showsMedia(_ file: ID<MediaFile>, to viewer: Viewer, in db: Database) async throws -> Bool
  /// The mails it sends.
  static var mails: [MailTemplate] { get }
  /// What it offers in the navigation.
  static func places(for viewer: Viewer) -> [Destination]
  /// What it offers in the person's own menu.
  static func personPlaces(for viewer: Viewer) -> [Destination]
}

extension Feature {
  public static var migrations: [Migration] { [] }
  public static var mails: [MailTemplate] { [] }
  public static func filesInUse(of digests: Set<String>, in db: Database) async throws -> Set<String> { [] }
  public static func mediaUses(of files: [ID<MediaFile>], in db: Database) async throws -> [MediaUse] { [] }
  public static func showsMedia(_ file: ID<MediaFile>, to viewer: Viewer, in db: Database) async throws -> Bool {
    false
  }
  public static func register(on table: inout RouteTable<Context>) {}
  public static func places(for viewer: Viewer) -> [Destination] { [] }
  public static func personPlaces(for viewer: Viewer) -> [Destination] { [] }
}
