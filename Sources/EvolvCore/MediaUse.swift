public import Cryptography
public import Essentials
public import MediaCoding
public import SQLStore

/// A picture, film, sound or document that somebody brought in. Owned by Accounts; every wing may show it.
public enum MediaFile {}

/// A place where a media file is shown, for whoever is about to delete it.
public struct MediaUse: Sendable, Hashable {
  public let file: ID<MediaFile>, label: String, link: Link
  public init(file: ID<MediaFile>, label: String, link: Link) {
    self.file = file
    self.label = label
    self.link = link
  }
}

/// Asks every feature about media files; the App knows them all.
public struct MediaPlaces: Sendable {
  /// Where some files are shown.
  public let uses: @Sendable (_ files: [ID<MediaFile>], Database) async throws -> [MediaUse]
  /// Whether a file is shown somewhere that is open to the viewer.
  public let shows: @Sendable (_ file: ID<MediaFile>, Viewer, Database) async throws -> Bool

  public init(
    uses: @escaping @Sendable ([ID<MediaFile>], Database) async throws -> [MediaUse],
    shows: @escaping @Sendable (ID<MediaFile>, Viewer, Database) async throws -> Bool
  ) {
    self.uses = uses
    self.shows = shows
  }
  /// Nothing is shown anywhere.
  public static let none = MediaPlaces { _, _ in
    []
  } shows: { _, _, _ in
    false
  }
}

/// What media files are made ready, sealed and found with.
public struct MediaMeans: Sendable {
  public let pictures: Pictures, films: Films
  /// Signs addresses that hold for a while and for one person.
  public let seals: LinkSeals
  public let places: MediaPlaces

  public init(pictures: Pictures, films: Films, seals: LinkSeals, places: MediaPlaces = .none) {
    self.pictures = pictures
    self.films = films
    self.seals = seals
    self.places = places
  }
}
