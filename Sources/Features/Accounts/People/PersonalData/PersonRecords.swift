public import Essentials
public import EvolvCore
internal import FileStorage
internal import Payloads
public import SQLStore

/// What this feature itself keeps of a person: the account and the profile.
public enum AccountData: PersonalData {
  public static let name = "account"

  public static func records(of person: ID<Person>, in reading: any Reading) async throws -> PersonalRecords {
    let known = try await reading.knownProfile(of: person), account = known.person, profile = known.profile
    let fields: [(String, String?)] = [
      ("id", account.id.text), ("email", account.email), ("username", account.username),
      ("first_name", account.firstName), ("last_name", account.lastName), ("role", account.role.rawValue),
      ("status", account.status.rawValue), ("time_zone", account.timeZone), ("created_at", account.createdAt.text),
      ("last_login_at", account.lastLoginAt?.text), ("phone", profile.phone?.text), ("gender", profile.gender?.text),
      ("date_of_birth", profile.dateOfBirth?.text), ("bio", profile.bio?.text), ("address", profile.address?.text),
      ("city", profile.city?.text), ("postal_code", profile.postalCode?.text), ("country", profile.country?.text),
      ("language", profile.language?.text), ("links", profile.linkLines),
      ("education_level", profile.educationLevel?.text), ("specialization", profile.specialization?.text),
      ("qualification", profile.qualification?.text),
      ("experience_years", profile.experienceYears.map { String($0.value) }),
      ("emergency_contact_name", profile.emergencyName?.text),
      ("emergency_contact_phone", profile.emergencyPhone?.text),
    ]
    let photo = known.photo.map { [(name: "photo." + $0.ending, digest: $0.digest)] } ?? []
    return PersonalRecords(fields.map(\.0), [fields.map(\.1)], files: photo)
  }
}

extension Photo {
  fileprivate var ending: String { type.split(separator: "/").last.map(String.init) ?? "bin" }
}
