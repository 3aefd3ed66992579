internal import Essentials
internal import EvolvCore
internal import Foundation
internal import Payloads
internal import Routing

/// What a column of a file can say of a person.
enum ImportField: String, CaseIterable, Sendable {
  case email, username, firstName = "first_name", lastName = "last_name", name, role, phone, gender
  case dateOfBirth = "date_of_birth", address, city, postalCode = "postal_code", country, language
  case timeZone = "time_zone", educationLevel = "education_level", specialization

  var label: String {
    switch self {
    case .name: "Full name"
    case .role: "Role"
    case .timeZone: "Time zone"
    case .email, .username, .firstName, .lastName: Self.accountLabels[self] ?? rawValue
    default: ProfileFields.labels.first { $0.key == rawValue }?.value ?? rawValue
    }
  }
  private static let accountLabels: [ImportField: String] = [
    .email: "Email", .username: "Username", .firstName: "First name", .lastName: "Last name",
  ]

  /// What columns of this kind are called in files of other programs, in small letters and without signs.
  private var words: [String] {
    switch self {
    case .email:
      ["email", "mail", "emailaddress", "mailaddress", "courriel", "correo", "correoelectronico", "adressemail"]
    case .username: ["username", "user", "login", "loginid", "userid", "identifiant", "usuario", "benutzername"]
    case .firstName: ["firstname", "givenname", "forename", "prenom", "nombre", "vorname", "first"]
    case .lastName:
      ["lastname", "familyname", "surname", "nom", "nomdefamille", "apellido", "apellidos", "nachname", "last"]
    case .name: ["name", "fullname", "displayname", "student", "studentname", "nomcomplet", "nombrecompleto"]
    case .role: ["role", "usertype", "type", "rol", "rolle"]
    case .phone: ["phone", "phonenumber", "mobile", "mobilephone", "telephone", "tel", "cell", "telefono", "telefon"]
    case .gender: ["gender", "sex", "genre", "sexe", "sexo", "geschlecht"]
    case .dateOfBirth:
      ["dateofbirth", "birthdate", "birthday", "dob", "datedenaissance", "fechadenacimiento", "geburtsdatum"]
    case .address: ["address", "street", "streetaddress", "adresse", "direccion", "strasse"]
    case .city: ["city", "town", "ville", "ciudad", "stadt", "ort"]
    case .postalCode: ["postalcode", "postcode", "zip", "zipcode", "codepostal", "codigopostal", "plz"]
    case .country: ["country", "countrycode", "pays", "pais", "land"]
    case .language: ["language", "lang", "locale", "langue", "idioma", "sprache"]
    case .timeZone: ["timezone", "zone", "tz", "fuseauhoraire", "zeitzone"]
    case .educationLevel: ["educationlevel", "education", "degree", "niveau", "studylevel"]
    case .specialization: ["specialization", "specialisation", "major", "field", "program", "programme"]
    }
  }

  /// The columns that headings most likely mean, each for one field.
  static func guesses(from headings: [String]) -> [ImportField: Int] {
    var found: [ImportField: Int] = [:], taken: Set<Int> = []
    let plain = headings.map(Self.plain)
    for field in allCases {
      guard let index = plain.indices.first(where: { !taken.contains($0) && field.words.contains(plain[$0]) }) else {
        continue
      }
      found[field] = index
      taken.insert(index)
    }
    return found
  }

  private static func plain(_ heading: String) -> String {
    heading.folding(options: [.diacriticInsensitive, .caseInsensitive], locale: nil).lowercased().filter(\.isLetter)
  }
}

/// Which column says what, as `email=0,last_name=3`.
struct ColumnMapping: Sendable, Equatable {
  var columns: [ImportField: Int]

  init(_ columns: [ImportField: Int]) { self.columns = columns }
  init(text: String) {
    columns = [:]
    for pair in text.split(separator: ",") {
      let parts = pair.split(separator: "=")
      if parts.count == 2, let field = ImportField(rawValue: String(parts[0])), let index = Int(parts[1]) {
        columns[field] = index
      }
    }
  }
  var text: String { columns.map { "\($0.key.rawValue)=\($0.value)" }.sorted().joined(separator: ",") }

  /// Throws what the page says beside the columns.
  func check(columnCount: Int) throws {
    let labels = Dictionary(grouping: columns, by: \.value).filter { $0.value.count > 1 }
    if let twice = labels.first?.value.map(\.key.label).sorted() {
      throw Problem.invalid("columns", "twice", "One column cannot be both \(twice.joined(separator: " and "))")
    }
    guard columns.values.allSatisfy({ (0..<columnCount).contains($0) }) else {
      throw Problem.invalid("columns", "range", "There is no such column")
    }
    guard columns[.email] != nil || columns[.username] != nil else {
      throw Problem.invalid("columns", "missing", "Say which column has the email address or the username")
    }
  }
}
