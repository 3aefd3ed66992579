internal import Documents
internal import Essentials
internal import EvolvCore
internal import Payloads
internal import SQLStore

/// Texts by field, as a row gives them or an account has them.
struct ImportValues: Sendable, Equatable {
  var texts: [ImportField: String]

  init(_ texts: [ImportField: String] = [:]) { self.texts = texts }
  subscript(_ field: ImportField) -> String? {
    get { texts[field] }
    set { texts[field] = newValue }
  }

  /// What an account says now.
  init(_ known: ImportAccount) {
    let person = known.person, profile = known.profile
    texts = [
      .firstName: person.firstName, .lastName: person.lastName, .email: person.email, .timeZone: person.timeZone,
    ]
    texts[.username] = person.username
    texts[.phone] = profile.phone?.text
    texts[.gender] = profile.gender?.text
    texts[.dateOfBirth] = profile.dateOfBirth?.text
    texts[.address] = profile.address?.text
    texts[.city] = profile.city?.text
    texts[.postalCode] = profile.postalCode?.text
    texts[.country] = profile.country?.text
    texts[.language] = profile.language?.text
    texts[.educationLevel] = profile.educationLevel?.text
    texts[.specialization] = profile.specialization?.text
  }

  /// The account's part of these values; a field that is not there stays, an empty one is taken away.
  var edit: PersonEdit {
    PersonEdit(
      firstName: texts[.firstName].flatMap { PersonName($0) }, lastName: texts[.lastName].flatMap { PersonName($0) },
      username: texts[.username].map { Username($0).map { .set($0) } ?? .clear } ?? .keep,
      timeZone: texts[.timeZone].flatMap { TimeZoneName($0) })
  }

  /// A profile with these values in place of its own.
  func applied(to old: Profile) -> Profile {
    var profile = old
    if let text = texts[.phone] { profile.phone = PhoneText(text) }
    if let text = texts[.gender] { profile.gender = Text(text) }
    if let text = texts[.dateOfBirth] { profile.dateOfBirth = CalendarDay(text) }
    if let text = texts[.address] { profile.address = Text(text) }
    if let text = texts[.city] { profile.city = Text(text) }
    if let text = texts[.postalCode] { profile.postalCode = Text(text) }
    if let text = texts[.country] { profile.country = CountryCode(text) }
    if let text = texts[.language] { profile.language = LanguageCode(text) }
    if let text = texts[.educationLevel] { profile.educationLevel = Text(text) }
    if let text = texts[.specialization] { profile.specialization = Text(text) }
    return profile
  }
}

extension ImportValues: ColumnValue, RowDecodable {
  static var columnType: ColumnType { .json }
  var boundValue: BoundValue { json.boundValue }
  init?(cell: borrowing Cell) {
    guard let text = JSONText(cell: cell)?.text else { return nil }
    texts = [:]
    do throws(Faults) {
      for member in try JSONDocument(Array(text.utf8)).root.members ?? [] {
        if let field = ImportField(rawValue: member.name) { texts[field] = member.value.string }
      }
    } catch { return nil }
  }

  var json: JSONText {
    var writer = JSONWriter()
    write(to: &writer)
    return JSONText(String(decoding: writer.bytes, as: UTF8.self))
  }
  func write(to json: inout JSONWriter) {
    json.openObject()
    for (field, text) in texts.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      json.key(field.rawValue)
      json.string(text)
    }
    json.closeObject()
  }
}

/// A row as it was read: what it says in the forms that are kept, and what is wrong with it.
struct ImportedRow: Sendable {
  let number: Int
  private(set) var values = ImportValues()
  private(set) var faults: [String] = []

  init(_ number: Int, _ cells: [String], _ mapping: ColumnMapping, _ roles: RoleTable) {
    self.number = number
    for field in ImportField.allCases {
      guard let column = mapping.columns[field], cells.indices.contains(column) else { continue }
      let text = SeparatedValues.original(cells[column]).trimmed
      if text.isEmpty { continue }
      guard let normal = field.normal(text, roles) else {
        faults.append("\(field.label) \(field.fault): “\(text.prefix(60))”")
        continue
      }
      values[field] = normal
    }
    splitName()
  }

  mutating func refuse(_ fault: String) { faults.append(fault) }

  /// What stands before the last word of a full name is the first name.
  private mutating func splitName() {
    guard let name = values[.name] else { return }
    values[.name] = nil
    let words = name.split(separator: " ").map(String.init)
    let last = words.count > 1 ? words.last ?? "" : ""
    let first = words.count > 1 ? words.dropLast().joined(separator: " ") : name
    if values[.firstName] == nil { values[.firstName] = first }
    if values[.lastName] == nil, !last.isEmpty { values[.lastName] = last }
  }
}

extension ImportField {
  /// A cell's text in the form that is kept; nil for what cannot be that.
  func normal(_ text: String, _ roles: RoleTable) -> String? {
    switch self {
    case .email: EmailAddress(text)?.text
    case .username: Username(text)?.text
    case .firstName, .lastName, .name: PersonName(text)?.text
    case .role: roles.role(named: text)?.rawValue
    case .phone: PhoneText(text)?.text
    case .dateOfBirth: Self.day(text)
    case .country: CountryCode(text)?.text ?? Self.country(text)
    case .language: Self.language(text) ?? LanguageCode(text)?.text
    case .timeZone: TimeZoneName(text)?.text
    case .postalCode: Text<PostalCode>(text)?.text
    case .gender, .address, .city, .educationLevel, .specialization: Text<Words>(text)?.text
    }
  }

  var fault: String {
    switch self {
    case .email: "must be a mail address such as name@example.org"
    case .username: "must have 3 to 32 letters a-z, digits, dots, hyphens or underscores"
    case .firstName, .lastName, .name: "must be a name of at most 80 characters"
    case .role: "must be a role of this school"
    case .phone: PhoneFormat.fault
    case .dateOfBirth: DayFormat.fault
    case .country: "must be a country by its name or its two letters"
    case .language: LanguageFormat.fault
    case .timeZone: "must be a time zone such as Europe/Paris"
    case .postalCode: "must have at most 16 characters"
    case .gender, .address, .city, .educationLevel, .specialization: "must have at most 200 characters"
    }
  }

  /// A date as it is written, or the number that spreadsheets keep for one: days since the end of 1899.
  private static func day(_ text: String) -> String? {
    if let day = CalendarDay(text) { return day.text }
    if let serial = Int64(text), (367...80_000).contains(serial) {
      return String(Instant(microseconds: (serial - 25_569) * 86_400_000_000).text.prefix(10))
    }
    let parts = text.split { ".".contains($0) }.compactMap { Int($0) }
    guard text.contains("."), parts.count == 3 else { return nil }
    return CalendarDay("\(parts[2])-\(parts[1].padded(2))-\(parts[0].padded(2))")?.text
  }
  private static func country(_ text: String) -> String? {
    Countries.list.first { $0.name.lowercased() == text.lowercased() }?.code
  }
  private static func language(_ text: String) -> String? {
    LanguageCode.offered.first { $0.value.lowercased() == text.lowercased() }?.key
  }
}

extension RoleTable {
  /// The role that a file means, by its key or by what people call it.
  fileprivate func role(named text: String) -> Role? {
    let word = text.lowercased()
    if let role = all.first(where: { $0.role.rawValue == word || $0.title.lowercased() == word }) { return role.role }
    return ["learner": .student, "pupil": .student, "teacher": .instructor, "trainer": .instructor][word]
  }
}
