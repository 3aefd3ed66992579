internal import Essentials
internal import EvolvCore
internal import FileStorage
internal import Payloads
internal import Routing
internal import SQLStore

/// What a person tells of themselves beside their account; everything may be left out. The page's form has these fields,
/// and an empty one takes away what stood there.
struct Profile: Payload, Equatable {
  var phone: PhoneText?, gender: Text<Words>?, dateOfBirth: CalendarDay?, bio: Text<Bio>?
  var address: Text<Words>?, city: Text<Words>?, postalCode: Text<PostalCode>?, country: CountryCode?
  var language: LanguageCode?, links: [PageAddress] = []
  var educationLevel: Text<Words>?, specialization: Text<Words>?, qualification: Text<Bio>?
  var experienceYears: Number<Years>?
  var emergencyName: Text<Words>?, emergencyPhone: PhoneText?

  static let shape = Shape(
    "Profile",
    Self.init(
      phone:gender:dateOfBirth:bio:address:city:postalCode:country:language:links:educationLevel:specialization:
      qualification:experienceYears:emergencyName:emergencyPhone:),
    Field("phone", \.phone), Field("gender", \.gender, "In the person's own words"),
    Field("date_of_birth", \.dateOfBirth, "YYYY-MM-DD"), Field("bio", \.bio), Field("address", \.address),
    Field("city", \.city), Field("postal_code", \.postalCode), Field("country", \.country, "ISO 3166-1, two letters"),
    Field("language", \.language, "BCP 47"), Field("links", \.links, "At most five pages elsewhere"),
    Field("education_level", \.educationLevel), Field("specialization", \.specialization),
    Field("qualification", \.qualification), Field("experience_years", \.experienceYears),
    Field("emergency_contact_name", \.emergencyName), Field("emergency_contact_phone", \.emergencyPhone))

  /// Throws what only a look at the whole finds wrong.
  func check(at now: Instant) throws {
    if let dateOfBirth, dateOfBirth.instant > now {
      throw Problem.invalid("date_of_birth", "future", "must be a day that has been")
    }
    if links.count > 5 { throw Problem.invalid("links", "length", "must be at most five") }
  }
}

/// A short answer.
enum Words: TextRule { static let length = 1...200 }
enum PostalCode: TextRule { static let length = 1...16 }
/// Some paragraphs.
enum Bio: TextRule {
  static let length = 1...4_000
  static let isMultiline = true
}
enum Years: NumberRule { static let range = 0...80 }

extension Profile: RowDecodable {
  static let columns: SQL = """
    profiles.phone, profiles.gender, profiles.date_of_birth, profiles.bio, profiles.address, profiles.city,
    profiles.postal_code, profiles.country, profiles.language, profiles.links, profiles.education_level,
    profiles.specialization, profiles.qualification, profiles.experience_years, profiles.emergency_contact_name,
    profiles.emergency_contact_phone
    """

  init(row: inout Row) throws {
    phone = try row.nextIfPresent()
    gender = try row.nextText()
    dateOfBirth = try row.nextIfPresent()
    bio = try row.nextText()
    address = try row.nextText()
    city = try row.nextText()
    postalCode = try row.nextText()
    country = try row.nextIfPresent()
    language = try row.nextIfPresent()
    let lines: String? = try row.nextIfPresent()
    links = (lines ?? "").split(separator: "\n").compactMap { PageAddress(String($0)) }
    educationLevel = try row.nextText()
    specialization = try row.nextText()
    qualification = try row.nextText()
    let years: Int? = try row.nextIfPresent()
    experienceYears = years.flatMap { Number($0) }
    emergencyName = try row.nextText()
    emergencyPhone = try row.nextIfPresent()
  }

  /// An address each line, as the column holds them.
  var linkLines: String? { links.isEmpty ? nil : links.map(\.text).joined(separator: "\n") }
}

extension Row {
  fileprivate mutating func nextText<Rule: TextRule>() throws -> Text<Rule>? {
    let text: String? = try nextIfPresent()
    return text.flatMap { Text($0) }
  }
}

/// A person's picture, as it is kept.
struct Photo: RowDecodable, Hashable {
  let person: ID<Person>, digest: FileDigest, type: String

  init(row: inout Row) throws {
    person = try row.next()
    let text: String = try row.next()
    guard let digest = FileDigest(pathText: text) else { preconditionFailure("A kept file is named by its digest.") }
    self.digest = digest
    type = try row.next()
  }

  /// Another picture has another address, so that browsers may keep them for long.
  var link: Link { PhotoRoutes.show.path(person).query(["v": String(digest.text.prefix(12))]) }
}
