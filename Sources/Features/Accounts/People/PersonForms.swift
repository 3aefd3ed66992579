public import Cryptography
internal import Essentials
public import EvolvCore
internal import Payloads
internal import Routing

/// What lists of people can be asked for.
struct PeopleQuery: Payload {
  var q: String?, role: Role?, status: PersonStatus?, verified: Bool?, lastLogin: LastLogin?
  var createdFrom: CalendarDay?, createdTo: CalendarDay?, sort: PeopleSort?
  var page: Number<PageNumber>?, pageSize: Number<PageSize>?, cursor: String?

  static let shape = Shape(
    "PeopleQuery", Self.init, Field("q", \.q, "Words of a name, a mail address or a username"), Field("role", \.role),
    Field("status", \.status), Field("verified", \.verified, "Whether the mail address is confirmed"),
    Field("last_login", \.lastLogin), Field("created_from", \.createdFrom, "The first day"),
    Field("created_to", \.createdTo, "The last day"), Field("sort", \.sort), Field("page", \.page),
    Field("page_size", \.pageSize),
    Field("cursor", \.cursor, "The next_cursor of the page before; instead of page"))
}

/// When people signed in last.
enum LastLogin: String, PayloadChoice {
  case never, week, month, longAgo = "long_ago"

  var words: String {
    switch self {
    case .never: "Never"
    case .week: "In the last 7 days"
    case .month: "In the last 30 days"
    case .longAgo: "Not for 90 days"
    }
  }
}

/// The orders of a list of people; a minus turns one around.
enum PeopleSort: String, PayloadChoice {
  case newest = "-created_at", oldest = "created_at", name, nameBackwards = "-name"
  case seenLast = "-last_login_at", seenFirst = "last_login_at"
}

/// An account made by the school's people. Without a password, its owner is sent the way to choose one.
struct PersonForm: Payload {
  let firstName: PersonName, lastName: PersonName, email: EmailAddress, username: Username?, role: Role,
    password: PasswordText?

  static let shape = Shape(
    "NewUser", Self.init, Field("first_name", \.firstName), Field("last_name", \.lastName), Field("email", \.email),
    Field("username", \.username, "To sign in with instead of the mail address"), Field("role", \.role),
    Field("password", \.password, "Left out, the person is invited by mail to choose one"))
}

/// The page's form, on which every field is sent; an empty username takes it away.
struct PersonEditForm: Payload {
  let firstName: PersonName, lastName: PersonName, email: EmailAddress, username: Username?, role: Role?,
    status: PersonStatus?

  static let shape = Shape(
    "PersonEditForm", Self.init, Field("first_name", \.firstName), Field("last_name", \.lastName),
    Field("email", \.email),
    Field("username", \.username), Field("role", \.role), Field("status", \.status))

  var edit: PersonEdit {
    PersonEdit(
      firstName: firstName, lastName: lastName, email: email, username: username.map { .set($0) } ?? .clear, role: role,
      status: status)
  }
}

/// A change asked for by the API; what is left out stays.
struct PersonPatch: Payload {
  let firstName: PersonName?, lastName: PersonName?, email: EmailAddress?, username: Change<Username>
  let timeZone: TimeZoneName?, role: Role?, status: PersonStatus?

  static let shape = Shape(
    "UserChange", Self.init, Field("first_name", \.firstName), Field("last_name", \.lastName), Field("email", \.email),
    Field("username", \.username, "null takes it away"), Field("time_zone", \.timeZone), Field("role", \.role),
    Field("status", \.status))

  var edit: PersonEdit {
    PersonEdit(
      firstName: firstName, lastName: lastName, email: email, username: username, timeZone: timeZone, role: role,
      status: status)
  }
}

/// A password as it was typed: neither trimmed nor changed, never printed.
struct PasswordText: PayloadValue, Hashable {
  let text: String

  static var schema: Schema {
    .scalar(type: "string", format: "password", limits: [.init("minLength", 1), .init("maxLength", 128)])
  }
  func write(to json: inout JSONWriter) { json.string(text) }
  static func read(_ json: JSONNode, into faults: inout Faults) -> PasswordText? {
    guard let text = json.string else { return faults.refuse("must be text") }
    guard !text.isEmpty else { return faults.refuse("is required", "missing") }
    guard !text.utf8.contains(0) else { return faults.refuse("must not contain the character NUL", "text") }
    guard text.utf8.count <= PasswordHasher.longestBytes else {
      return faults.refuse("must have at most 128 characters", "password_too_long")
    }
    return PasswordText(text: text)
  }
  static func sample(_ seed: Int) -> PasswordText { PasswordText(text: "Blue kettle \(seed) rises!") }
}

extension PasswordPolicy {
  /// Throws every fault of a password at `field`.
  func check(_ password: String, at field: String = "password", names: [String], email: String) throws {
    let errors = faults(in: password, names: names, email: email).map {
      FieldError(field: field, code: $0.code, message: $0.message)
    }
    if !errors.isEmpty { throw Problem.invalid(errors) }
  }

  /// A form's faults with those of its password, which is not looked at when another field could not be read.
  func completing(_ draft: Draft, at field: String = "password") -> Draft {
    guard let password = draft.values[field], !password.isEmpty, draft.error(of: field) == nil else { return draft }
    let names = ["first_name", "last_name", "username"].compactMap { draft.values[$0] }
    let more = faults(in: password, names: names, email: draft.values["email"] ?? "")
    return Draft(
      values: draft.values,
      errors: draft.errors + more.map { FieldError(field: field, code: $0.code, message: $0.message) })
  }
}

extension Facilities {
  /// The hash of a new password, made where it holds up nobody.
  func hash(_ password: String) async throws -> String {
    let hasher = passwords
    return try await aside { hasher.hash(password) }
  }
}

extension NewPerson {
  /// An account as the command line and the seeds describe it; throws `Problem.invalid` with every fault.
  public static func checked(
    firstName: String, lastName: String, email: String, username: String? = nil, role: Role, password: String,
    policy: PasswordPolicy = .standard, hasher: PasswordHasher
  ) throws -> NewPerson {
    var fields = [
      ("first_name", firstName), ("last_name", lastName), ("email", email), ("role", role.rawValue),
      ("password", password),
    ]
    if let username { fields.append(("username", username)) }
    let form: PersonForm
    do throws(Faults) { form = try PersonForm(fields: FieldValues(fields.map { (name: $0.0, value: $0.1) })) } catch {
      throw Problem.invalid(error.list)
    }
    try policy.check(password, names: [firstName, lastName, username ?? ""], email: email)
    return form.person(passwordHash: hasher.hash(password))
  }
}

extension PersonForm {
  func person(passwordHash: String?) -> NewPerson {
    NewPerson(
      firstName: firstName, lastName: lastName, email: email, username: username, role: role, passwordHash: passwordHash
    )
  }
}
