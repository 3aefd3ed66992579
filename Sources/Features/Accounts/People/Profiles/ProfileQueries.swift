internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

/// A person with all that they tell of themselves.
struct KnownProfile: Sendable {
  let person: PersonRecord, profile: Profile, photo: Photo?
}

extension Reading {
  /// Throws `Problem.notFound` when there is no such person.
  func knownProfile(of id: ID<Person>) async throws -> KnownProfile {
    let (people, profiles, photos) = try await fetch(
      Query<[PersonRecord]>.all(
        "SELECT \(PersonRecord.columns) FROM users WHERE id = \(id) AND erased_at IS NULL"),
      Query<[Profile]>.all("SELECT \(Profile.columns) FROM profiles WHERE user_id = \(id)"),
      Query<[Photo]>.all(
        "SELECT user_id, photo_sha256, photo_type FROM profiles WHERE user_id = \(id) AND photo_sha256 IS NOT NULL"))
    guard let person = people.first else { throw Problem.notFound("person") }
    return KnownProfile(person: person, profile: profiles.first ?? Profile(), photo: photos.first)
  }

  func profile(of id: ID<Person>) async throws -> Profile {
    try await first("SELECT \(Profile.columns) FROM profiles WHERE user_id = \(id)") ?? Profile()
  }

  /// The pictures of those of `people` who have one.
  func photos(of people: [ID<Person>]) async throws -> [ID<Person>: Photo] {
    if people.isEmpty { return [:] }
    let found = try await all(
      "SELECT user_id, photo_sha256, photo_type FROM profiles WHERE user_id IN \(people) AND photo_sha256 IS NOT NULL",
      as: Photo.self)
    return Dictionary(found.map { ($0.person, $0) }) { first, _ in first }
  }

  /// A picture, for those who may see whose it is: the person, who manages people, and who teaches; the pictures of those
  /// who teach, everybody who signed in. For all others there is none.
  func photo(of id: ID<Person>, for viewer: Viewer, _ roles: RoleTable) async throws -> Photo {
    let (cards, photos) = try await fetch(
      Query<[PersonCard]>.all("SELECT \(PersonCard.columns) FROM users WHERE id = \(id)"),
      Query<[Photo]>.all(
        "SELECT user_id, photo_sha256, photo_type FROM profiles WHERE user_id = \(id) AND photo_sha256 IS NOT NULL"))
    guard let person = cards.first, let photo = photos.first, viewer.maySee(pictureOf: person, roles) else {
      throw Problem.notFound("picture")
    }
    return photo
  }
}

extension Viewer {
  func maySee(pictureOf person: PersonCard, _ roles: RoleTable) -> Bool {
    guard let viewing = self.person else { return false }
    return viewing == person.id || may(.managePeople) || may(.createCourses)
      || roles.permissions(of: person.role).includes(.createCourses)
  }
}
